package dev.keystile.oauth.impl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was answered is on the disk, whatever order the disk wrote in when the power went. */
class FileStorePowerCutTest {
    private static final int LIVES = 5;
    private static final int WRITERS = 6;
    private static final int STEPS = 60;
    private static final int CUT_EVERY = 12;
    private static final Instant ENDS = MovedClock.START.plus(Duration.ofDays(30));

    @TempDir private Path folder;
    private final MovedClock clock = new MovedClock();
    private final Map<String, Integer> begun = new ConcurrentHashMap<>();
    private final Map<String, Integer> answered = new ConcurrentHashMap<>();
    private final List<Cut> cuts = new ArrayList<>();

    /** What was on the disk, what had been answered, and what had been asked for. */
    private record Cut(
            byte[] durable,
            byte[] asis,
            byte[] left,
            Map<String, Integer> answered,
            Map<String, Integer> begun) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void losesNothingThatWasAnswered(long seed) throws IOException {
        var random = new SplittableRandom(seed);
        Path home = folder.resolve("home");
        FileStore.open(home, clock).close();
        for (int life = 0; life < LIVES; life++) {
            cuts.clear();
            write(home, "life-" + life, random);
            for (Cut cut : cuts) {
                check(cut);
            }
            // The next life begins with what a cut left.
            home = restored("home-" + life, cuts.getLast());
            begun.clear();
            answered.clear();
            begun.putAll(cuts.getLast().begun());
            answered.putAll(cuts.getLast().answered());
        }
    }

    private void write(Path home, String life, RandomGenerator random) {
        StoreFolder cutting = new StoreFolder(home, file -> cutting(file, random));
        try (FileStore store = FileStore.open(cutting, clock)) {
            Race.of(
                    WRITERS,
                    number -> {
                        var work = new Workload(store, life + "-" + number, ENDS, 6000, number);
                        for (int step = 0; step < STEPS; step++) {
                            work.step(begun::put, answered::put);
                        }
                        return number;
                    });
        }
    }

    private Disk cutting(Path file, RandomGenerator random) throws IOException {
        UnsteadyDisk disk = UnsteadyDisk.of(file);
        disk.beforeEach(() -> {
            if (random.nextInt(CUT_EVERY) == 0) {
                Map<String, Integer> known = Map.copyOf(answered);
                cuts.add(
                        new Cut(
                                disk.durable(),
                                disk.asItIs(),
                                disk.afterPowerCut(random),
                                known,
                                Map.copyOf(begun)));
            }
        });
        return disk;
    }

    private void check(Cut cut) throws IOException {
        Path copy = restored("copy-" + System.identityHashCode(cut), cut);
        try (FileStore again = FileStore.open(copy, clock)) {
            try {
                Workload.check(again, cut.answered(), cut.begun());
            } catch (Throwable t) {
                Files.write(
                        Path.of("/tmp/h2/bad-" + System.identityHashCode(cut) + ".mv"), cut.left());
                Files.write(
                        Path.of("/tmp/h2/bad-" + System.identityHashCode(cut) + ".durable"),
                        cut.durable());
                Files.write(
                        Path.of("/tmp/h2/bad-" + System.identityHashCode(cut) + ".asis"),
                        cut.asis());
                throw t;
            }
        }
    }

    private Path restored(String name, Cut cut) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name));
        Files.write(copy.resolve("keystile.mv"), cut.left());
        return copy;
    }
}
