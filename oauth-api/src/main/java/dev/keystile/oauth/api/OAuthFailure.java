package dev.keystile.oauth.api;

/**
 * An expected protocol failure.
 *
 * @param error the registered code
 * @param description public, says what to do, never echoes input; only characters that RFC 6749
 *     allows
 * @param detail private, for the log; never a secret
 */
public record OAuthFailure(OAuthError error, String description, String detail) {
    /** A failure whose description says it all. */
    public OAuthFailure(OAuthError error, String description) {
        this(error, description, description);
    }
}
