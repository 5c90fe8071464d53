package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * A request to the authorization endpoint (RFC 6749 section 4.1.1).
 *
 * @param browser the value of the browser's binding cookie; null when it has none yet
 */
public record AuthorizationRequest(Parameters parameters, @Nullable Secret browser) {}
