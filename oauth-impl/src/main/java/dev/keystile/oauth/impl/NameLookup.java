package dev.keystile.oauth.impl;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Asks the name service; a literal address is its own answer. */
interface NameLookup {
    /** All addresses of a host. */
    InetAddress[] addresses(String host) throws UnknownHostException;
}
