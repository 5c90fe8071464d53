package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed loses nothing that it had answered. */
class FileStoreKillTest {
    private static final int ROUNDS = 6;
    private static final int MOST_LINES = 6000;

    @TempDir private Path folder;
    private final Map<String, Integer> begun = new HashMap<>();
    private final Map<String, Integer> answered = new HashMap<>();

    @Test
    void losesNothingThatWasAnswered() throws Exception {
        var random = new SplittableRandom(1);
        for (int round = 0; round < ROUNDS; round++) {
            int before = answered.size();
            killAmidWrites("round-" + round, random);

            assertThat(answered.size()).isGreaterThan(before);
            try (FileStore again = FileStore.open(folder, new MovedClock())) {
                Workload.check(again, answered, begun);
            }
        }
    }

    private void killAmidWrites(String name, RandomGenerator random) throws Exception {
        Process child = ChildJvm.start(KilledProcess.class, folder.toString(), name);
        try (BufferedReader lines = child.inputReader()) {
            int last = random.nextInt(100, MOST_LINES);
            for (int line = 0; line < last; line++) {
                note(lines.readLine());
            }
            // By its handle: the process itself would close what is still to be read.
            child.toHandle().destroyForcibly();
            readOn(lines);
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** What it had said before it ended. */
    private void readOn(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null) {
            String next = lines.readLine();
            if (next != null || line.matches("[a-z]+ \\S+ \\d+")) {
                note(line);
            }
            line = next;
        }
    }

    private void note(String line) {
        assertThat(line).as("what the process says").matches("(begun|answered) \\S+ \\d+");
        String[] words = line.split(" ");
        Map<String, Integer> steps = words[0].equals(KilledProcess.BEGUN) ? begun : answered;
        steps.put(words[1], Integer.valueOf(words[2]));
    }
}
