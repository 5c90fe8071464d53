package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientKeys;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keys a client may register that authenticates with them (RFC 7591 section 2). */
final class KeyRules {
    private static final int MOST_KEYS = 10;
    private static final int MOST_BYTES = 8192;

    private KeyRules() {}

    /** The keys as registered, or the refusal. */
    sealed interface Verdict {
        /** Registered as these. */
        record Accepted(ClientKeys keys) implements Verdict {}

        /**
         * Not registered.
         *
         * @param description public
         */
        record Refused(String description) implements Verdict {}
    }

    static Verdict apply(@Nullable ClientKeys requested) {
        return switch (requested) {
            case null ->
                    new Verdict.Refused(
                            "private_key_jwt needs the client's public keys: jwks or jwks_uri");
            case ClientKeys.Inline(String json) -> inline(json);
            case ClientKeys.Published(String uri) -> published(requested, uri);
        };
    }

    private static Verdict published(ClientKeys keys, String uri) {
        return RedirectUri.parse(uri).filter(RedirectUri::https).isPresent()
                ? new Verdict.Accepted(keys)
                : new Verdict.Refused(
                        "jwks_uri must be an https URL without fragment and user information; at most "
                                + RedirectUri.MAX_LENGTH
                                + " characters");
    }

    private static Verdict inline(String json) {
        byte[] bytes = Crypto.utf8(json);
        if (bytes.length > MOST_BYTES) {
            return new Verdict.Refused(
                    "jwks may have at most " + MOST_BYTES + " bytes; a larger set needs jwks_uri");
        }
        return StrictJson.read(bytes).map(set -> set.get("keys")).orElse(JsonValue.NULL)
                                instanceof JsonArray keys
                        && !keys.isEmpty()
                        && keys.size() <= MOST_KEYS
                ? usable(keys)
                : new Verdict.Refused(
                        "jwks must be an object with an array keys of 1 to " + MOST_KEYS + " keys");
    }

    /**
     * RFC 7517 section 5: keys of other kinds are left out. But nothing secret may be among them.
     */
    private static Verdict usable(JsonArray values) {
        List<ClientKey> keys = new ArrayList<>();
        List<String> flaws = new ArrayList<>();
        for (JsonValue value : values) {
            switch (ClientKey.read(value)) {
                case ClientKey.Reading.Usable(ClientKey key) -> keys.add(key);
                case ClientKey.Reading.Unusable(String flaw) -> flaws.add(flaw);
                case ClientKey.Reading.Secret _ -> {
                    return new Verdict.Refused(
                            "a key in jwks has a private or secret part; give public keys only, and use that key "
                                    + "no more");
                }
            }
        }
        return keys.isEmpty()
                ? new Verdict.Refused("no key in jwks can be used here: one " + flaws.getFirst())
                : new Verdict.Accepted(new ClientKeys.Inline(new KeySet(keys).text()));
    }
}
