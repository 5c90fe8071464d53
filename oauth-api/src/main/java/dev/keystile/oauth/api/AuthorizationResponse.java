package dev.keystile.oauth.api;

/**
 * An authorization response, ready to be sent back to the client (RFC 6749 sections 4.1.2 and
 * 4.1.2.1, RFC 9207).
 *
 * @param location the redirect URI with {@code code} or {@code error}, {@code state} and {@code
 *     iss}; a secret, since it may hold a code
 * @param host the host, or the scheme, that the browser goes to
 * @param direct whether to redirect at once; otherwise a page names the host and links on, so that
 *     open registration is no open redirector
 */
public record AuthorizationResponse(Secret location, String host, boolean direct) {}
