package dev.keystile.oauth.impl;

import java.net.InetAddress;

/**
 * Which addresses may be asked for a stranger's document: those of the public internet, at the port
 * of https.
 *
 * @param loopback whether this machine itself may be asked as well, at any port: for a server that
 *     is reached only from there
 */
record AddressPolicy(boolean loopback) {
    static final int HTTPS_PORT = 443;

    /** Whether to connect there. */
    boolean permits(InetAddress address, int port) {
        return (port == HTTPS_PORT && PublicAddresses.include(address))
                || (loopback && address.isLoopbackAddress());
    }
}
