package dev.keystile.oauth.impl;

import java.net.InetAddress;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.ssl.SSLContexts;

/**
 * What a fetch relies on in the world.
 *
 * @param tls whose certificates are trusted; asked for with the first fetch
 */
record Internet(NameLookup names, Supplier<SSLContext> tls) {
    /** The machine's name service, and the JVM's trust store. */
    static Internet asConfigured() {
        return new Internet(InetAddress::getAllByName, SSLContexts::createDefault);
    }
}
