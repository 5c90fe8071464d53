package dev.keystile.oauth.impl;

import jakarta.json.JsonObject;
import java.time.Duration;

/**
 * Fetches small JSON documents from addresses that strangers choose: descriptions of clients, and
 * their keys. Safe for use by many threads.
 */
interface DocumentFetcher extends AutoCloseable {
    /** What came of it. */
    sealed interface Outcome {
        /**
         * The document; nothing in it is checked but that it is one JSON object.
         *
         * @param freshFor how long it may be used without asking again: what its publisher says,
         *     within 30 seconds and a day
         */
        record Document(JsonObject json, Duration freshFor) implements Outcome {}

        /** Its publisher says that there is none (404, 410): it is withdrawn. */
        record Gone() implements Outcome {}

        /**
         * What stands there is JSON and can't be used: too large, too deep, not an object, a member
         * twice.
         *
         * @param detail for the log; nothing of what was received
         */
        record Unusable(String detail) implements Outcome {}

        /**
         * Nobody knows: the address may not be asked, did not answer in time, or answered something
         * else, a redirect or a challenge page for example.
         *
         * @param detail for the log; nothing of what was received
         */
        record Unreachable(String detail) implements Outcome {}
    }

    /** Asks once, within 5 seconds; follows no redirect. Any text may be given as URL. */
    Outcome fetch(String url);

    /** The same for a URL that was read before; it is limited by itself, not with its host. */
    default Outcome fetchAgain(String url) {
        return fetch(url);
    }

    @Override
    default void close() {}
}
