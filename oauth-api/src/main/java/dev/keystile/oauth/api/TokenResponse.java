package dev.keystile.oauth.api;

/**
 * A successful answer of the token endpoint (RFC 6749 section 5.1).
 *
 * @param expiresInSeconds the rest of the access token's life, in whole seconds
 */
public record TokenResponse(
        Secret accessToken, long expiresInSeconds, Secret refreshToken, Scope scope) {}
