package dev.keystile.oauth.impl;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record as Redis holds it: the number of this form, the version in hex, the end in milliseconds
 * and the text, with single spaces between them. The scripts read and write the same.
 */
record RedisRecord(long version, Instant ends, String text) {
    /** So many bytes of a record hold all but its text. */
    static final int HEAD_BYTES = 48;

    private static final Pattern HEAD = Pattern.compile("1 ([0-9a-f]{1,16}) ([0-9]{1,15}) ");

    /**
     * Reads a whole record, or only its head, whose text is what is left of it; empty for a form
     * that this version does not know.
     */
    static Optional<RedisRecord> parse(String stored) {
        Matcher head = HEAD.matcher(stored);
        return head.lookingAt()
                ? Optional.of(
                        new RedisRecord(
                                Long.parseUnsignedLong(head.group(1), 16),
                                Instant.ofEpochMilli(Long.parseLong(head.group(2))),
                                stored.substring(head.end())))
                : Optional.empty();
    }

    /** One of 2^64 - 1 versions: that two of one key are equal happens in no lifetime. */
    static String drawVersion(SecureRandom random) {
        long version = random.nextLong();
        return hex(version == 0 ? 1 : version);
    }

    static String hex(long version) {
        return Long.toHexString(version);
    }
}
