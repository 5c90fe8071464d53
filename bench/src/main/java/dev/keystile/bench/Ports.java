package dev.keystile.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for processes of ours. */
public final class Ports {
    private Ports() {}

    /** One that nobody listens on, below those that systems give to whoever names none. */
    public static int free() {
        return ThreadLocalRandom.current()
                .ints(10_000, 32_768)
                .filter(Ports::isFree)
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
