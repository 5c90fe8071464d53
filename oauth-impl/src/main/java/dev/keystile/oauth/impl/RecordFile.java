package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.Store.Kind;
import dev.keystile.oauth.api.spi.Store.Write;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.h2.mvstore.MVStore;

/**
 * An open file of records. Changed, committed and closed by one thread. A commit takes all changes
 * since the last one or none: a record, its place in the listing and the count stay together.
 */
final class RecordFile {
    /** The version of the file's form. */
    static final int FORM = 1;

    /**
     * MVStore finds the last commit from the one in the header, which may be 22 older, by following
     * from chunk to chunk. None of these may be overwritten, unused or not.
     */
    private static final int COMMITS_KEPT = 32;

    /** Smaller files are left alone. */
    private static final int LEAST_BYTES = 4 * 1024 * 1024;

    private static final int LEAST_LIVE_PERCENT = 68;
    private static final int LEAST_USED_PERCENT = 80;

    /** How much one step of compaction writes, about. */
    static final int STEP_BYTES = 1024 * 1024;

    /** A chunk is moved as a whole, and one with many writes has a few megabytes. */
    private static final int MOVE_BYTES = 8 * STEP_BYTES;

    private final ChunkFile chunks;
    private final MVStore store;
    private final Map<Kind, RecordTable> tables = new EnumMap<>(Kind.class);

    private RecordFile(ChunkFile chunks) {
        this.chunks = chunks;
        this.store =
                new MVStore.Builder()
                        .adoptFileStore(chunks)
                        .autoCommitDisabled()
                        .autoCommitBufferSize(0)
                        .open();
        // What old commits need is kept by their number, not by a clock that may be set back.
        store.setRetentionTime(-1);
        store.setVersionsToKeep(COMMITS_KEPT);
    }

    /** Writes a file with nothing in it and closes it. */
    static RecordFile created(ChunkFile chunks) {
        RecordFile file = new RecordFile(chunks);
        file.store.setStoreVersion(FORM);
        file.openTables();
        file.close();
        return file;
    }

    /**
     * Opens a file at its last whole commit.
     *
     * @throws CannotOpenStoreException when a newer version wrote it, or all its records are lost
     */
    static RecordFile open(ChunkFile chunks) {
        RecordFile file = new RecordFile(chunks);
        try {
            file.check();
            return file;
        } catch (RuntimeException e) {
            file.drop();
            throw e;
        }
    }

    private void check() {
        int form = store.getStoreVersion();
        if (form > FORM) {
            throw OpenFailures.newer(chunks.getFileName());
        }
        if (form < FORM) {
            throw OpenFailures.damaged(chunks.getFileName(), null);
        }
        openTables();
        boolean empty = tables.values().stream().allMatch(RecordTable::empty);
        boolean whole = tables.values().stream().allMatch(RecordTable::whole);
        if (!whole || (empty && lostCommits() > 0)) {
            throw OpenFailures.damaged(chunks.getFileName(), null);
        }
    }

    private void openTables() {
        for (Kind kind : Kind.values()) {
            tables.put(kind, new RecordTable(store, kind.name()));
        }
    }

    /** How many commits the file is known to have had after the one at which it was opened. */
    long lostCommits() {
        return Math.max(0, chunks.headerCommit() - chunks.lastCommit());
    }

    RecordTable table(Kind kind) {
        return Objects.requireNonNull(tables.get(kind));
    }

    /** Makes a change; it is on the disk, and {@code find} shows it, after the next commit. */
    Write apply(Change change, Instant now) {
        // The number of the coming commit: nobody sees what a record was between two.
        long version = store.getCurrentVersion() + 1;
        return table(change.key().kind()).apply(change, now, version);
    }

    /** Writes all changes; true: there were some, and they are on the disk. */
    boolean commit() {
        if (store.commit() < 0) {
            return false;
        }
        store.sync();
        return true;
    }

    /** Lets {@code find} show what was committed, and says what that is. */
    List<Store.Key> settle() {
        List<Store.Key> changed = tables.keySet().stream().flatMap(this::changed).toList();
        tables.values().forEach(RecordTable::settle);
        return changed;
    }

    private Stream<Store.Key> changed(Kind kind) {
        return table(kind).changed().stream().map(id -> new Store.Key(kind, id));
    }

    /** Removes some of the records that have ended; says whether there are more. */
    boolean sweep(Instant ended, int most) {
        boolean more = false;
        for (RecordTable table : tables.values()) {
            more |= table.sweep(ended, most);
        }
        return more;
    }

    /** Writes some of what lives in old chunks anew, so that they get free; false: no need to. */
    boolean rewrite() {
        return large()
                && chunks.getChunksFillRate() < LEAST_LIVE_PERCENT
                && store.compact(LEAST_LIVE_PERCENT, STEP_BYTES);
    }

    /** Moves some chunks to the front, so that the file gets shorter; false: no need to. */
    boolean move() {
        boolean gaps = large() && chunks.getFillRate() < LEAST_USED_PERCENT;
        if (gaps) {
            chunks.compactMoveChunks(LEAST_USED_PERCENT, MOVE_BYTES, store);
        }
        return gaps;
    }

    private boolean large() {
        return chunks.size() > LEAST_BYTES;
    }

    long bytes() {
        return chunks.size();
    }

    /** Whether what is on the disk is unknown. */
    boolean doubtful() {
        return chunks.syncFailed();
    }

    /** Lets the next opening find the last commit at once. */
    void mark() {
        chunks.mark();
    }

    /** Closes it with all that was committed. */
    void close() {
        store.close();
    }

    /** Closes it as it is; what was not committed is forgotten. */
    void drop() {
        store.closeImmediately();
    }
}
