package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.UserId;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One API key in use at one connector by one subject.
 *
 * @param id 128 bits as base64url: the fingerprint of the key it was opened with, or random when
 *     another account stood there
 * @param keyFingerprint HMAC of the key; tells equal keys, reveals none
 * @param epoch raised to disconnect everything at once; begins with the time of opening, so that an
 *     account that is opened anew under the id of one that is gone revives none of its grants
 * @param keyDeadSince when the upstream stopped accepting the key; null while it works
 * @param copy of the key, while it is linked with an identity; null otherwise
 * @param grants the ids of its grants, so that they are found without going through all; may name
 *     some that are gone, and no security decision rests on it
 */
record Account(
        String id,
        ConnectorId connector,
        Subject subject,
        String keyFingerprint,
        long epoch,
        @Nullable Instant keyDeadSince,
        Instant createdAt,
        @Nullable KeyCopy copy,
        Set<String> grants) {
    Account {
        grants = Set.copyOf(grants);
    }

    /** Opens an account of a key that works. */
    static Account open(
            String id, ConnectorId connector, Subject subject, String fingerprint, Instant now) {
        return new Account(
                id, connector, subject, fingerprint, now.toEpochMilli(), null, now, null, Set.of());
    }

    /** Whether it is this subject's account for the key with this fingerprint. */
    boolean isOf(String fingerprint, Subject whose) {
        return keyFingerprint.equals(fingerprint)
                && subject.distinguisher().equals(whose.distinguisher());
    }

    Account withFingerprint(String fingerprint) {
        return new Account(
                id, connector, subject, fingerprint, epoch, keyDeadSince, createdAt, copy, grants);
    }

    /** The account with a key that the upstream stopped accepting. */
    Account dead(Instant since) {
        return new Account(
                id, connector, subject, keyFingerprint, epoch, since, createdAt, copy, grants);
    }

    /** The account with a key that works. */
    Account alive() {
        return new Account(
                id, connector, subject, keyFingerprint, epoch, null, createdAt, copy, grants);
    }

    /** The account with all that is connected ended, and sessions of its person too. */
    Account disconnected() {
        return new Account(
                id,
                connector,
                subject,
                keyFingerprint,
                epoch + 1,
                keyDeadSince,
                createdAt,
                copy,
                grants);
    }

    /** The account with another copy of its key; with none when that is null. */
    Account with(@Nullable KeyCopy next) {
        return new Account(
                id,
                connector,
                subject,
                keyFingerprint,
                epoch,
                keyDeadSince,
                createdAt,
                next,
                grants);
    }

    /** The account with one more grant, and of its others those that are wanted. */
    Account with(GrantId grant, Predicate<String> wanted) {
        Set<String> next = grants.stream().filter(wanted).collect(Collectors.toSet());
        next.add(grant.value());
        return new Account(
                id, connector, subject, keyFingerprint, epoch, keyDeadSince, createdAt, copy, next);
    }

    /** Whose account it is. */
    sealed interface Subject {
        /** Tells the subjects of one key apart. */
        String distinguisher();

        /** The user id to tell the upstream; null when there is none. */
        @Nullable UserId user();

        /** Whether an owner whom the upstream names is somebody else than who was proven. */
        default boolean isNot(@Nullable UserId owner) {
            return false;
        }

        /** The user id, else the pseudonym. */
        String value();

        /** An id that the upstream vouches for. */
        record Proven(UserId user) implements Subject {
            @Override
            public String distinguisher() {
                return "proven:" + user.value();
            }

            @Override
            public boolean isNot(@Nullable UserId owner) {
                return owner != null && !owner.equals(user);
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
