package dev.keystile.app.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Settings for a gateway of a test's own: free ports, memory, the demo upstream. */
public final class RunningGateway {
    private RunningGateway() {}

    /** The environment of a gateway on this port. */
    public static Map<String, String> environment(int port) {
        return Map.of("PORT", String.valueOf(port), "MANAGEMENT_PORT", "0", "STORAGE", "memory");
    }

    /** A port that nobody listens on. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
