package dev.keystile.bench;

import dev.keystile.oauth.api.spi.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * How long a file store takes to open and to find a first record, each time in a process of its
 * own.
 *
 * @param folder of the store, which is shut
 * @param grant the id of a grant in it
 */
record Starts(Path folder, String grant) {
    /** Milliseconds to start after a clean end, and after a kill. */
    record Pair(double clean, double killed) {}

    /** Of the store of a site that is shut. */
    static Starts of(Site site, Path folder) {
        site.open();
        String grant = site.store().list(Store.Kind.GRANT, null, 1).getFirst().id();
        site.shut();
        return new Starts(folder, grant);
    }

    /** The medians of so many starts of each kind. */
    Pair take(int times) {
        double[] clean = new double[times];
        double[] killed = new double[times];
        for (int i = 0; i < times; i++) {
            clean[i] = start(StartProbe.WRITE);
            killed[i] = start(StartProbe.CLOSE);
        }
        Arrays.sort(clean);
        Arrays.sort(killed);
        return new Pair(Rounds.median(clean), Rounds.median(killed));
    }

    private double start(String then) {
        try {
            Process process =
                    new ProcessBuilder(command(then))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try (BufferedReader said = process.inputReader()) {
                double millis = Long.parseLong(String.valueOf(said.readLine())) / 1e6;
                end(process, said, then);
                return millis;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Process process, BufferedReader said, String then) throws IOException {
        if (then.equals(StartProbe.WRITE)) {
            String line = String.valueOf(said.readLine());
            if (!line.equals(StartProbe.WRITING)) {
                throw new IllegalStateException("the process that should write said: " + line);
            }
            process.destroyForcibly();
        }
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private List<String> command(String then) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StartProbe.class.getName(),
                folder.toString(),
                grant,
                then);
    }
}
