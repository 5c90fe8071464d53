package dev.keystile.app;

import dev.keystile.app.config.LiveConfig;
import dev.keystile.app.config.StorageConfig;
import dev.keystile.app.demo.DemoKey;
import dev.keystile.oauth.api.ProtectedResources;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/**
 * The running gateway, wired together on real sockets.
 *
 * @param resources what clients connected to when it started
 * @param demoKeys the keys of the embedded demo server; empty with a real upstream
 * @param managementAuthority host and port of the management socket
 */
record Gateway(
        ProtectedResources resources,
        List<DemoKey> demoKeys,
        StorageConfig storage,
        String managementAuthority,
        OpenParts parts)
        implements AutoCloseable {
    /**
     * Starts one; returns when its sockets are open.
     *
     * @throws dev.keystile.app.http.CannotListenException when a port is taken
     * @throws dev.keystile.oauth.impl.CannotOpenStoreException when the file store cannot be used,
     *     or the secret is not that of its records
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot be reached
     */
    static Gateway start(LiveConfig config, InstantSource clock, SecureRandom random) {
        var parts = new OpenParts();
        try {
            return new Wiring(config, config.atStart(), clock, random, parts).start();
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /**
     * Stops listening, lets requests end for as long as the configuration grants, and frees
     * everything.
     */
    @Override
    public void close() {
        parts.close();
    }
}
