package dev.keystile.oauth.impl;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The operator's secret, from which one key for each purpose is derived, and the secrets that it
 * replaced. Prints nothing of itself.
 */
public final class MasterSecret {
    /** Fewest bytes of an acceptable secret. */
    public static final int MIN_BYTES = 32;

    /** What a derived key is for; the names go into the derivation and never change. */
    enum Purpose {
        /** Seals what travels in the consent pages. */
        FORM,
        /** Makes the fingerprints of API keys. */
        FINGERPRINT,
        /** Derives the successors of a refresh token. */
        SUCCESSORS,
        /** Seals what stands in the store, over the sealing under each credential. */
        OUTER,
        /** Seals the session ids of upstreams that clients hold. */
        SESSIONS,
        /** Seals the sessions of people on the account page. */
        ACCOUNT,
        /** Seals the sessions of operators on the pages of the administration. */
        OPERATORS
    }

    /** Length of the id that tells secrets apart. */
    static final int ID_BYTES = 4;

    private static final byte[] SALT = Crypto.utf8("keystile");
    private final byte[] secret;
    private final List<MasterSecret> replaced;

    private MasterSecret(byte[] secret, List<MasterSecret> replaced) {
        this.secret = secret;
        this.replaced = List.copyOf(replaced);
    }

    /**
     * From at least {@value #MIN_BYTES} random bytes; throws {@code IllegalArgumentException} for
     * fewer.
     */
    public static MasterSecret of(byte[] secret) {
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException("expected at least " + MIN_BYTES + " random bytes");
        }
        return new MasterSecret(secret.clone(), List.of());
    }

    /** A new one, for a process whose state dies with it. */
    public static MasterSecret draw(SecureRandom random) {
        return new MasterSecret(Crypto.random(random, MIN_BYTES), List.of());
    }

    /**
     * This secret, with those it replaces: what was sealed under them still opens. Their own
     * predecessors do not count.
     */
    public MasterSecret replacing(List<MasterSecret> previous) {
        return new MasterSecret(secret, previous);
    }

    /** This secret with one more that it replaces; with those it has when it is the same one. */
    MasterSecret alsoReplacing(MasterSecret previous) {
        return id().equals(previous.id())
                ? this
                : new MasterSecret(
                        secret, Stream.concat(replaced.stream(), Stream.of(previous)).toList());
    }

    PurposeKeys keys(Purpose purpose) {
        return new PurposeKeys(
                derived(purpose),
                replaced.stream().map(previous -> previous.derived(purpose)).toList());
    }

    private PurposeKeys.Derived derived(Purpose purpose) {
        return new PurposeKeys.Derived(
                id(), Bytes.of(Crypto.derive(secret, SALT, "key " + purpose.name())));
    }

    /** Whether this id, encoded, is that of this secret or of one that it replaces. */
    boolean knows(String id) {
        return Stream.concat(Stream.of(this), replaced.stream())
                .anyMatch(known -> known.id().encode().equals(id));
    }

    /** Tells this secret from others; not secret itself. */
    Bytes id() {
        return Bytes.of(Arrays.copyOf(Crypto.derive(secret, SALT, "id"), ID_BYTES));
    }

    @Override
    public String toString() {
        return "MasterSecret[redacted]";
    }
}
