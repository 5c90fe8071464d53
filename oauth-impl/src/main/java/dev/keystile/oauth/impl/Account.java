package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One API key in use at one connector by one subject.
 *
 * @param id 128 random bits as base64url
 * @param keyFingerprint HMAC of the key; tells equal keys, reveals none
 * @param epoch raised to disconnect everything at once
 * @param keyDeadSince when the upstream stopped accepting the key; null while it works
 */
record Account(
        String id,
        ConnectorId connector,
        Subject subject,
        String keyFingerprint,
        long epoch,
        @Nullable Instant keyDeadSince,
        Instant createdAt) {

    Account withFingerprint(String fingerprint) {
        return new Account(id, connector, subject, fingerprint, epoch, keyDeadSince, createdAt);
    }

    /** The account with a key that the upstream stopped accepting. */
    Account dead(Instant since) {
        return new Account(id, connector, subject, keyFingerprint, epoch, since, createdAt);
    }

    /** The account with a key that works. */
    Account alive() {
        return new Account(id, connector, subject, keyFingerprint, epoch, null, createdAt);
    }

    /** Whose account it is. */
    sealed interface Subject {
        /** Tells the subjects of one key apart. */
        String distinguisher();

        /** The user id to tell the upstream; null when there is none. */
        @Nullable UserId user();

        /** The user id, else the pseudonym. */
        String value();

        /** An id that the upstream vouches for. */
        record Proven(UserId user) implements Subject {
            @Override
            public String distinguisher() {
                return "proven:" + user.value();
            }

            @Override
            public String value() {
                return user.value();
            }
        }

        /** An id that the person's URL claims. */
        record Claimed(UserId user) implements Subject {
            @Override
            public String distinguisher() {
                return "claimed:" + user.value();
            }

            @Override
            public String value() {
                return user.value();
            }
        }

        /** Nobody said whose key it is: a random name, kept here and never recomputed. */
        record Pseudonym(String value) implements Subject {
            @Override
            public String distinguisher() {
                return "pseudonym";
            }

            @Override
            public @Nullable UserId user() {
                return null;
            }
        }
    }
}
