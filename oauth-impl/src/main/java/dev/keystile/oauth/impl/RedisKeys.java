package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of everything in Redis. */
record RedisKeys(String prefix) {
    private static final Map<String, Store.Kind> KINDS =
            Stream.of(Store.Kind.values())
                    .collect(Collectors.toUnmodifiableMap(RedisKeys::name, k -> k));

    /** One record. */
    String record(Store.Key key) {
        return prefix + text(key);
    }

    /** The sorted set of the ids of a kind; no kind is named {@code listing}. */
    String listing(Store.Kind kind) {
        return prefix + "listing:" + name(kind);
    }

    /** The bucket of a limited key under one quota; no kind is named {@code bucket}. */
    String bucket(Slot slot) {
        return prefix
                + "bucket:"
                + slot.rule().text()
                + ":"
                + slot.quota().amount()
                + "/"
                + slot.quota().window()
                + ":"
                + slot.charge().key();
    }

    /** The channel on which changes are told. */
    String changes() {
        return prefix + "changes";
    }

    /** A key as messages name it. */
    static String text(Store.Key key) {
        return name(key.kind()) + ":" + key.id();
    }

    /** Empty for a kind that another version may know. */
    static Optional<Store.Key> parse(String text) {
        int colon = text.indexOf(':');
        return Optional.ofNullable(KINDS.get(text.substring(0, Math.max(colon, 0))))
                .map(kind -> new Store.Key(kind, text.substring(colon + 1)));
    }

    private static String name(Store.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
