package dev.keystile.oauth.api;

import java.time.Instant;

/**
 * An identity that may be used in place of an API key.
 *
 * @param id names it in {@link AccountStep.Unlink}; no secret
 * @param connector whose key it is
 * @param key what tells the key from others, without giving it away
 * @param since when it was linked
 */
public record LinkedIdentity(
        String id, Identity identity, Connector connector, String key, Instant since) {}
