package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * A form request that a client authenticates itself in, at the token endpoint and its neighbours
 * (RFC 6749 section 3.2, RFC 7009 section 2.1, RFC 7662 section 2.1).
 *
 * @param authorization the value of the {@code Authorization} header; null when there is none
 */
public record ClientRequest(Parameters parameters, @Nullable Secret authorization) {}
