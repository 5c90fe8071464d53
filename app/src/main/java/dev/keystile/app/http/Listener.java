package dev.keystile.app.http;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A socket to listen at.
 *
 * @param port 0 for any free one
 * @param setting what a person changes when the port is taken
 * @param maxBodyBytes largest request body; a longer one is 413
 * @param shutdownGrace how long requests may go on when the server stops
 */
public record Listener(
        String host, int port, String setting, long maxBodyBytes, Duration shutdownGrace) {
    /** Largest body of an OAuth request, in bytes. */
    public static final int MAX_OAUTH_BYTES = 64 * 1024;

    /**
     * Starts a server here and returns when it listens.
     *
     * @throws CannotListenException when the port is taken or the host is none of this machine's
     */
    WebServer start(Consumer<WebServerConfig.Builder> configuration) {
        WebServer server =
                WebServer.builder()
                        .host(host)
                        .port(port)
                        .maxPayloadSize(maxBodyBytes)
                        .shutdownGracePeriod(shutdownGrace)
                        // Without it, small writes of a stream wait for the client's delayed
                        // acknowledgement.
                        .connectionOptions(options -> options.tcpNoDelay(true))
                        // Buffers of each connection and stream: enough for what belongs together
                        // and is small; and NIO would have 8 KiB to write besides.
                        .writeBufferSize(512)
                        .useNio(false)
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .update(configuration)
                        .build();
        // Helidon logs why a socket could not be opened, and goes on without it.
        if (!server.start().isRunning()) {
            server.stop();
            throw new CannotListenException(this);
        }
        return server;
    }
}
