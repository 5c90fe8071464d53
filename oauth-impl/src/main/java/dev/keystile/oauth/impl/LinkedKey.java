package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.Secret;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * An API key with the identities that may be used in its place.
 *
 * @param links the latest last
 */
record LinkedKey(Secret apiKey, List<Link> links) {
    /** Of a key with so many characters after its prefix the last ones may be shown. */
    private static final int LONG = 16;

    private static final int SHOWN = 4;

    /** Of more identities the latest are kept. */
    static final int MOST = 16;

    LinkedKey {
        links = List.copyOf(links);
    }

    /** An identity and when it was linked. */
    record Link(Identity identity, Instant since) {
        private JsonObjectBuilder write() {
            return IdentityText.write(identity).add("at", since.toEpochMilli());
        }

        private static Link read(JsonObject json) {
            return new Link(IdentityText.read(json), JsonText.instant(json, "at"));
        }
    }

    /** The same, linked with one more identity; what is known of it is what it is now. */
    LinkedKey with(Identity identity, Instant now) {
        List<Link> others = without(identity).links;
        return new LinkedKey(
                apiKey,
                Stream.concat(
                                others.stream().skip(Math.max(0, others.size() - MOST + 1)),
                                Stream.of(new Link(identity, now)))
                        .toList());
    }

    boolean has(Identity identity) {
        return links.stream().anyMatch(link -> link.identity().isSameAs(identity));
    }

    LinkedKey without(Identity identity) {
        return new LinkedKey(
                apiKey,
                links.stream().filter(link -> !link.identity().isSameAs(identity)).toList());
    }

    /** The same identities, for another key. */
    LinkedKey of(Secret other) {
        return new LinkedKey(other, links);
    }

    /** Tells the key from others: its prefix, and when it is long its last characters. */
    static String shown(Connector connector, Secret apiKey) {
        String prefix = connector.keyPrefix();
        String key = apiKey.reveal();
        boolean isLong = key.length() - prefix.length() >= LONG;
        return prefix + "…" + (isLong ? key.substring(key.length() - SHOWN) : "");
    }

    byte[] write() {
        return Crypto.utf8(
                JsonText.object()
                        .add("key", apiKey.reveal())
                        .add("links", JsonText.array(links, Link::write))
                        .build()
                        .toString());
    }

    static LinkedKey read(byte[] text) {
        JsonObject json = JsonText.read(new String(text, StandardCharsets.UTF_8));
        return new LinkedKey(
                Secret.of(json.getString("key")), JsonText.list(json, "links", Link::read));
    }
}
