package dev.keystile.oauth.impl;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The public keys of a client, or of an OpenID provider (RFC 7517 section 5). Keys that can't be
 * used here are left out, as that section asks for.
 */
record KeySet(List<ClientKey> keys) {
    /** More keys than this are not tried on one signature. */
    private static final int MOST_TRIED = 10;

    KeySet {
        keys = List.copyOf(keys);
    }

    /** Empty when it is no key set. */
    static Optional<KeySet> of(JsonObject json) {
        return json.get("keys") instanceof JsonArray array
                ? Optional.of(new KeySet(array.stream().flatMap(KeySet::usable).toList()))
                : Optional.empty();
    }

    /** The set as JSON text. */
    String text() {
        return JsonText.object()
                .add("keys", JsonText.array(keys, ClientKey::write))
                .build()
                .toString();
    }

    /** Whether one of the keys signed it. */
    boolean signed(Assertion assertion) {
        return keys.stream()
                .filter(key -> key.fits(assertion.header()))
                .limit(MOST_TRIED)
                .anyMatch(key -> assertion.verifiedBy(key.verifier()));
    }

    /**
     * Whether a newer set could say nothing else: the key that the assertion names is here, or it
     * names none and one of these signed it.
     */
    boolean settles(Assertion assertion) {
        String id = assertion.header().getKeyID();
        return id == null
                ? signed(assertion)
                : keys.stream().anyMatch(key -> id.equals(key.jwk().getKeyID()));
    }

    private static Stream<ClientKey> usable(JsonValue value) {
        return switch (ClientKey.read(value)) {
            case ClientKey.Reading.Usable(ClientKey key) -> Stream.of(key);
            case ClientKey.Reading.Unusable _, ClientKey.Reading.Secret _ -> Stream.empty();
        };
    }
}
