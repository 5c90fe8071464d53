package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * A request to the token endpoint (RFC 6749 section 3.2).
 *
 * @param authorization the value of the {@code Authorization} header; null when there is none
 */
public record TokenRequest(Parameters parameters, @Nullable Secret authorization) {}
