package dev.keystile.oauth.api;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One upstream MCP server as this gateway offers it.
 *
 * @param displayName what people read on the pages
 * @param upstream the MCP endpoint's URL, http or https
 * @param keyPrefix how every key of this server begins; may be empty
 * @param keyHelp where a person finds their key; null when unknown
 */
public record Connector(
        ConnectorId id,
        String displayName,
        URI upstream,
        ApiKeyHeader keyHeader,
        String keyPrefix,
        @Nullable URI keyHelp,
        UserIdTrust userIdTrust) {
    /** Longest API key accepted, in characters. */
    public static final int MAX_KEY_LENGTH = 512;

    /** Checks that the upstream is an absolute http or https URL. */
    public Connector {
        if (!upstream.isAbsolute()
                || upstream.getHost() == null
                || !upstream.getScheme().matches("https?")) {
            throw new IllegalArgumentException(
                    "expected an http or https URL for the upstream: " + upstream);
        }
    }

    /**
     * One whose keys travel in {@code x-api-key}, with nothing known of where people find them, and
     * with user ids that are only claimed.
     */
    public static Connector of(String id, String displayName, URI upstream, String keyPrefix) {
        return new Connector(
                new ConnectorId(id),
                displayName,
                upstream,
                new ApiKeyHeader("x-api-key", null),
                keyPrefix,
                null,
                UserIdTrust.CLAIMED);
    }

    /**
     * Whether a typed value has the shape of a key of this server: prefix, visible ASCII, length.
     */
    public boolean fits(Secret apiKey) {
        String key = apiKey.reveal();
        return key.startsWith(keyPrefix)
                && key.length() > keyPrefix.length()
                && key.length() <= MAX_KEY_LENGTH
                && key.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }
}
