package dev.keystile.oauth.impl;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys of one purpose: of the operator's secret in force, and of those that it replaced.
 *
 * @param replaced opens and recognises what was made before, makes nothing new
 */
record PurposeKeys(Derived current, List<Derived> replaced) {
    /**
     * One of them.
     *
     * @param secret the short id of the secret it was derived from
     */
    record Derived(Bytes secret, Bytes key) {}

    PurposeKeys {
        replaced = List.copyOf(replaced);
    }

    /** All of them, the current one first. */
    Stream<Derived> all() {
        return Stream.concat(Stream.of(current), replaced.stream());
    }

    /** The key that was derived from this secret; empty when the operator gave that secret up. */
    Optional<Derived> of(Bytes secret) {
        return all().filter(derived -> derived.secret().equals(secret)).findFirst();
    }
}
