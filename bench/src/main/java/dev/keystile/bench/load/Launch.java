package dev.keystile.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Starts processes that answer HTTP on loopback. They are children of this process. */
final class Launch {
    private static final int ATTEMPTS = 120_000;

    private Launch() {}

    /**
     * Starts one.
     *
     * @param log where all goes that it says
     * @param path that it answers with 200 when it is ready
     * @throws IOException when it ends, or is not ready in ten minutes or more
     */
    static Process of(ProcessBuilder builder, Path log, int port, String path) throws Exception {
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        for (int attempt = 0; attempt < ATTEMPTS && process.isAlive(); attempt++) {
            if (answers(port, path)) {
                return process;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        process.destroyForcibly();
        throw new IOException("it did not start: " + Files.readString(log));
    }

    private static boolean answers(int port, String path) {
        try (var http = new HttpCaller(port)) {
            return http.get(path, "").status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
