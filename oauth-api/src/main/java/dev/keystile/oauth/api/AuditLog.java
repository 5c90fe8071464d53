package dev.keystile.oauth.api;

import java.time.Instant;
import java.util.List;

/**
 * Who did what: records in one chain, whichever node appends them, each of which holds the digest
 * of the one before. Kept for 400 days. Safe for use by many threads; every method throws {@link
 * dev.keystile.oauth.api.spi.StoreUnavailableException} when the store cannot answer.
 */
public interface AuditLog {
    /**
     * What was done; no secret is in it.
     *
     * @param who did it: an operator, a person, a client or this server
     * @param what was done, such as {@code grant.revoke}
     * @param subject to what: a client, a grant, an account, a key or a setting
     * @param detail more of it; may be empty
     */
    record Deed(String who, String what, String subject, String detail) {}

    /**
     * A record.
     *
     * @param number from 1 on, without gaps
     * @param previous digest of the record before; empty in the first one
     * @param digest of this record
     */
    record Entry(long number, Instant at, Deed deed, String previous, String digest) {}

    /**
     * A part of the log, the latest first.
     *
     * @param next before which number it goes on; 0 at its end
     */
    record Part(List<Entry> entries, long next) {
        /** Copies the list. */
        public Part {
            entries = List.copyOf(entries);
        }
    }

    /** What a check of the chain finds. */
    sealed interface Verdict {
        /**
         * Every record is there and as it was written. Whoever noted a number and a digest before
         * can tell that nothing was put in place of the whole chain.
         *
         * @param first number that is kept
         * @param last number; less than the first when there is none
         * @param digest of the last one
         */
        record Whole(long first, long last, String digest) implements Verdict {}

        /** The first record that is not well. */
        record Broken(long number, String why) implements Verdict {}
    }

    /** Takes down what is about to be done; it stands in the store when this returns. */
    void append(Deed deed);

    /** The records before this number, or the latest when it is 0; at most so many. */
    Part read(long before, int most);

    /** Checks the whole chain. */
    Verdict verify();
}
