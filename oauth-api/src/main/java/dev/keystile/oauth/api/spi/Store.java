package dev.keystile.oauth.api.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records and knows nothing of them: each is one text value under one key, with a version
 * that every write changes and an instant at which it ends. From {@code ends} on, a record is as
 * good as absent. All security rests on {@link #insert} and {@link #replace} being atomic across
 * every node that shares the store. Safe for use by many threads; every method may throw {@link
 * StoreUnavailableException}.
 */
public interface Store {
    /** What a record is; part of its key. */
    enum Kind {
        /** A registered client. */
        CLIENT,
        /** One API key in use at one connector by one subject. */
        ACCOUNT,
        /** An authorization grant with all its credentials. */
        GRANT,
        /** The accounts of one API key. */
        KEY_INDEX,
        /**
         * An assertion that a client has proven itself with; there until it could not be used
         * anyway.
         */
        ASSERTION,
        /** A registered client that nobody signed in with yet. */
        UNUSED_CLIENT,
        /** Work that one replica does for all. */
        LEASE,
        /** Which operator's secret the records are sealed under. */
        SECRET,
        /** The latest session that an upstream opened for a grant. */
        SESSION,
        /** Another rate limit for one key than its rule has. */
        LIMIT,
        /** How often a grant was used, and when last. */
        USAGE,
        /** What was counted in an hour or on a day. */
        ANALYTICS,
        /** Steps of clients on their way to a connection, as one node saw them. */
        STEPS,
        /** Who did what. */
        AUDIT
    }

    /** The name of a record; the id is visible ASCII, 1 to 512 characters. */
    record Key(Kind kind, String id) {}

    /**
     * A record as read. The version is never 0 and never the same again for another value under
     * this key. Prints all but the value.
     */
    record Stored(Key key, String value, long version, Instant ends) {
        @Override
        public String toString() {
            return "Stored[" + key + ", version " + version + ", ends " + ends + "]";
        }
    }

    /** A record in a listing: its id, and where it stands. */
    record Listed(String id, Instant ends) {}

    /**
     * Told of changes, so that copies can be dropped. Called by any thread; quick, never throws.
     */
    interface Watcher {
        /** The record under this key may be another one now. */
        void changed(Key key);

        /** Messages may have been lost: any record may be another one now. */
        void allChanged();
    }

    /** The outcome of a write. */
    enum Write {
        /** The value stands in the store. */
        DONE,
        /** Another write came first; nothing was changed. Read again. */
        LOST
    }

    /** The record, if it exists and has not ended. Sees every write that was answered before. */
    Optional<Stored> find(Key key);

    /**
     * Writes a record where there is none. Atomic. {@code DONE} also when the stored value already
     * equals this one, so that a command sent twice is no lost race.
     */
    Write insert(Key key, String value, Instant ends);

    /**
     * Writes a record over the version that was read. Atomic. {@code DONE} also when the stored
     * value already equals this one; its end then becomes the later of the two.
     */
    Write replace(Stored expected, String value, Instant ends);

    /** Removes a record; no effect when there is none. */
    void remove(Key key);

    /**
     * The records of a kind that come after {@code after} (null for the first page), in the order
     * of their ends, the earliest first, at most {@code limit}. No security decision may rest on
     * it: it may miss what is being written, and a record whose end moves may be met twice.
     */
    List<Listed> list(Kind kind, @Nullable Listed after, int limit);

    /** How many records of a kind there are, without going through them. */
    long count(Kind kind);

    /**
     * Tells a watcher of every write and removal from now on, for as long as the store is open: of
     * those made here before they are answered, of another node's soon after.
     */
    void watch(Watcher watcher);
}
