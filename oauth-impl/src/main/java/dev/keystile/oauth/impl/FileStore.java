package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * A store in a file, for one process on one machine.
 *
 * <p>A write is answered when it is on the disk: nothing that was answered is lost when the process
 * is killed or the machine loses power. Writes that wait share one commit. A read shows what is on
 * the disk and never waits for a write; what it has shown cannot be undone by a crash, so a code
 * that was seen as redeemed stays redeemed. The listing and the count may be ahead by the writes
 * under way.
 *
 * <p>Ends are told by the clock at each call. A clock that is set ahead takes records away for as
 * long as it stands wrong; they are dropped from the file an hour after their end, so that those
 * come back which it did not run past for longer. One that is set back lets records live longer by
 * as much. Nothing else depends on a clock.
 *
 * <p>When the disk is full or fails, the writes under way throw {@link StoreUnavailableException},
 * and the file is opened again at its last whole commit. Where that succeeds, reads go on, and one
 * write a second finds out whether the disk takes them again; where not, every call throws and it
 * is tried each second. It is not made anew when it is gone. Only when the disk refuses to say that
 * it has what it was given, the store stays away until it is opened anew.
 *
 * <p>Memory use does not grow with the number of records.
 */
public final class FileStore implements Store, AutoCloseable {
    private static final int TRIES = 3;

    private final StoreFolder folder;
    private final Committer committer;
    private final InstantSource clock;
    private final UnreadableRecords unreadable = new UnreadableRecords(Ticker.systemTicker());

    private FileStore(StoreFolder folder, Committer committer, InstantSource clock) {
        this.folder = folder;
        this.committer = committer;
        this.clock = clock;
    }

    /**
     * Opens the store of a folder. Where they are not there, folder and file are made, for their
     * owner only. A file that was cut off is opened at its last whole commit, with a warning in the
     * log.
     *
     * @param clock tells which records have ended
     * @throws CannotOpenStoreException when another process has it open or this one has, a newer
     *     version wrote it, it is damaged, or it cannot be read and written
     */
    public static FileStore open(Path folder, InstantSource clock) {
        return open(new StoreFolder(folder, DiskFile::open), clock);
    }

    /** Whether there is one in a folder, which may not be there itself. */
    public static boolean isIn(Path folder) {
        return Files.exists(new StoreFolder(folder, DiskFile::open).file());
    }

    static FileStore open(StoreFolder folder, InstantSource clock) {
        FolderLock lock = folder.lock();
        Runnable unlock = () -> close(lock);
        try {
            folder.prepare();
            Committer committer = new Committer(folder::open, clock, unlock);
            committer.start();
            return new FileStore(folder, committer, clock);
        } catch (RuntimeException e) {
            unlock.run();
            throw e;
        }
    }

    /**
     * The operator's secret for this store: the configured one, or else one that is kept beside the
     * file for its owner only, drawn when the store is empty. A configured one replaces a kept one,
     * under which what is stored still opens.
     *
     * @param configured null when there is none
     * @throws CannotOpenStoreException when there is neither for records that are there already, or
     *     the kept one cannot be read or written
     */
    public MasterSecret secret(@Nullable MasterSecret configured, SecureRandom random) {
        var beside = new KeptSecret(folder);
        Optional<MasterSecret> kept = beside.read();
        if (configured != null) {
            return kept.map(configured::alsoReplacing).orElse(configured);
        }
        if (kept.isEmpty() && !empty()) {
            throw OpenFailures.secretMissing(folder.secretFile(), folder.file());
        }
        return kept.orElseGet(() -> beside.draw(random));
    }

    private boolean empty() {
        return Stream.of(Kind.values()).allMatch(kind -> count(kind) == 0);
    }

    @Override
    public Optional<Stored> find(Key key) {
        Instant now = clock.instant();
        return read(
                        file -> file.table(key.kind()).find(key.id()),
                        problem -> unreadable.found(key, problem))
                .filter(kept -> kept.alive(now))
                .map(kept -> kept.under(key));
    }

    @Override
    public Write insert(Key key, String value, Instant ends) {
        return committer.write(new Change.Insert(key, value, ends));
    }

    @Override
    public Write replace(Stored expected, String value, Instant ends) {
        return committer.write(new Change.Replace(expected, value, ends));
    }

    @Override
    public void remove(Key key) {
        var _ = committer.write(new Change.Remove(key));
    }

    @Override
    public List<Listed> list(Kind kind, @Nullable Listed after, int limit) {
        Instant now = clock.instant();
        return read(file -> file.table(kind).list(after, limit, now));
    }

    @Override
    public long count(Kind kind) {
        Instant now = clock.instant();
        return read(file -> file.table(kind).count(now));
    }

    @Override
    public void watch(Watcher watcher) {
        committer.watch(watcher);
    }

    /** Answers what is waiting, closes the file and frees the folder. Every call fails then. */
    @Override
    public void close() {
        committer.close();
    }

    private <R> R read(Function<RecordFile, R> question) {
        return read(question, _ -> {});
    }

    /** A reader that is overtaken by several commits may find its page gone, and looks again. */
    private <R> R read(Function<RecordFile, R> question, Consumer<String> failed) {
        for (int attempt = 1; ; attempt++) {
            RecordFile file = committer.file();
            try {
                return question.apply(file);
            } catch (MVStoreException e) {
                if (attempt == TRIES) {
                    failed.accept(String.valueOf(e.getMessage()));
                    throw new StoreUnavailableException("a record cannot be read", e);
                }
            }
        }
    }

    private static void close(FolderLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
