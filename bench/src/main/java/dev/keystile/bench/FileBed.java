package dev.keystile.bench;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.FileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.stream.Stream;

/** A file store in a folder of its own. */
final class FileBed implements Bed {
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final int SMALL_COMMITS = 64;
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Path folder;
    private final InstantSource clock;
    private final Duration quiet;
    private FileStore store;
    private int commits;

    /** {@code quiet}: for how long a file was not written when it counts as settled. */
    FileBed(Path folder, InstantSource clock, Duration quiet) {
        this.folder = folder;
        this.clock = clock;
        this.quiet = quiet;
    }

    @Override
    public Store open() {
        store = FileStore.open(folder, clock);
        return store;
    }

    @Override
    public void shut() {
        store.close();
    }

    /** So many that its commits are full. */
    @Override
    public int fillers() {
        return 512;
    }

    @Override
    public long bytes() {
        return files().mapToLong(file -> file.toFile().length()).sum();
    }

    @Override
    public void close() {}

    @Override
    public void settle() {
        replaceLastCommits();
        awaitQuiet();
    }

    /** A file keeps what its last commits need, and those of a filling are large. */
    private void replaceLastCommits() {
        Instant ends = clock.instant().plus(LONGEST);
        for (int i = 0; i < SMALL_COMMITS; i++) {
            store.insert(new Store.Key(Store.Kind.LEASE, "small-" + commits++), "{}", ends);
        }
    }

    private void awaitQuiet() {
        Instant began = InstantSource.system().instant();
        while (true) {
            Instant now = InstantSource.system().instant();
            if (lastWrite().isBefore(now.minus(quiet))) {
                return;
            }
            if (began.isBefore(now.minus(LONGEST))) {
                Progress.tell("the file is still being tidied; it is measured as it is");
                return;
            }
            Pause.of(LOOK_EVERY);
        }
    }

    private Instant lastWrite() {
        return files().map(FileBed::lastWrite).max(Comparator.naturalOrder()).orElseThrow();
    }

    private static Instant lastWrite(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
