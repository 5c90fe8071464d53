package dev.keystile.oauth.impl;

import java.net.InetAddress;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.ssl.SSLContexts;

/**
 * What a fetch relies on in the world.
 *
 * @param tls whose certificates are trusted
 */
record Internet(NameLookup names, SSLContext tls) {
    /** The machine's name service, and the JVM's trust store. */
    static Internet asConfigured() {
        return new Internet(InetAddress::getAllByName, SSLContexts.createDefault());
    }
}
