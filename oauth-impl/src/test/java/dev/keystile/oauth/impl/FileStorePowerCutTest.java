package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
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

/**
 * What was answered is in the file: when the process ends between two writes or amid one, and when
 * the power goes, whatever order the disk wrote in until then.
 */
class FileStorePowerCutTest {
    private static final int LIVES = 3;
    private static final int WRITERS = 6;
    private static final int STEPS = 60;
    private static final int CUT_EVERY = 20;
    private static final int MOST_BYTES = 6000;
    private static final Instant ENDS = MovedClock.START.plus(Duration.ofDays(30));

    @TempDir private Path folder;
    private final MovedClock clock = new MovedClock();
    private final Map<String, Integer> begun = new ConcurrentHashMap<>();
    private final Map<String, Integer> answered = new ConcurrentHashMap<>();
    private final List<Cut> cuts = new ArrayList<>();

    /** What was left in the file, what had been answered, and what had been asked for. */
    private record Cut(byte[] left, Map<String, Integer> answered, Map<String, Integer> begun) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void losesNothingThatWasAnswered(long seed) throws IOException {
        var random = new SplittableRandom(seed);
        Path home = folder.resolve("home");
        FileStore.open(home, clock).close();
        for (int life = 0; life < LIVES; life++) {
            cuts.clear();
            write(home, "life-" + life, random);
            for (int number = 0; number < cuts.size(); number++) {
                check("copy-" + life + "-" + number, cuts.get(number));
            }
            home = next("home-" + life);
        }
    }

    private void write(Path home, String life, RandomGenerator random) {
        var cutting = new StoreFolder(home, file -> cutting(file, random));
        try (FileStore store = FileStore.open(cutting, clock)) {
            Race.of(
                    WRITERS,
                    number -> {
                        var work =
                                new Workload(store, life + "-" + number, ENDS, MOST_BYTES, number);
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
                byte[] left = random.nextInt(4) == 0 ? disk.asItIs() : disk.afterPowerCut(random);
                cuts.add(new Cut(left, known, Map.copyOf(begun)));
            }
        });
        return disk;
    }

    private void check(String name, Cut cut) throws IOException {
        Path copy = restored(name, cut);
        try (FileStore again = FileStore.open(copy, clock)) {
            Workload.check(again, cut.answered(), cut.begun());
            again.insert(new Store.Key(Store.Kind.CLIENT, "after"), "x".repeat(MOST_BYTES), ENDS);
        }
        // What is written next may take the place of what the last commit had already let go.
        try (FileStore onceMore = FileStore.open(copy, clock)) {
            Workload.check(onceMore, cut.answered(), cut.begun());
        }
    }

    /** The next life begins with what a cut left. */
    private Path next(String name) throws IOException {
        Cut cut = cuts.getLast();
        begun.clear();
        begun.putAll(cut.begun());
        answered.clear();
        answered.putAll(cut.answered());
        return restored(name, cut);
    }

    private Path restored(String name, Cut cut) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name));
        Files.write(copy.resolve("keystile.mv"), cut.left());
        return copy;
    }
}
