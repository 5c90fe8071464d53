package dev.keystile.app.flow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Settings for a gateway of a test's own: free ports, memory, the demo upstream. */
public final class RunningGateway {
    private RunningGateway() {}

    /** The environment of a gateway on this port. */
    public static Map<String, String> environment(int port) {
        return Map.of("PORT", String.valueOf(port), "MANAGEMENT_PORT", "0", "STORAGE", "memory");
    }

    /**
     * A port that nobody listens on, below those that systems give to whoever names none: no other
     * socket is handed it before it is used.
     */
    public static int freePort() {
        return ThreadLocalRandom.current()
                .ints(10_000, 32_768)
                .filter(RunningGateway::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
