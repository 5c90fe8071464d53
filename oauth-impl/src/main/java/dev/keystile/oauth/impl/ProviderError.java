package dev.keystile.oauth.impl;

import java.util.Set;

/**
 * An error that an OpenID provider answers with. Only registered codes are repeated: anything may
 * stand in their place.
 *
 * @param detail for the log
 */
record ProviderError(Kind kind, String detail) {
    /** What it means for a sign-in. */
    enum Kind {
        DENIED,
        REFUSED,
        UNAVAILABLE
    }

    /** Of RFC 6749 section 4.1.2.1 and OpenID Connect Core 1.0 section 3.1.2.6. */
    private static final Set<String> DENIALS =
            Set.of(
                    "access_denied",
                    "account_selection_required",
                    "consent_required",
                    "interaction_required",
                    "login_required");

    private static final Set<String> OUTAGES = Set.of("server_error", "temporarily_unavailable");

    private static final Set<String> REFUSALS =
            Set.of(
                    "invalid_client",
                    "invalid_grant",
                    "invalid_request",
                    "invalid_scope",
                    "unauthorized_client",
                    "unsupported_grant_type",
                    "unsupported_response_type");

    static ProviderError of(String code) {
        if (DENIALS.contains(code)) {
            return new ProviderError(Kind.DENIED, code);
        }
        if (OUTAGES.contains(code)) {
            return new ProviderError(Kind.UNAVAILABLE, code);
        }
        return new ProviderError(
                Kind.REFUSED, REFUSALS.contains(code) ? code : "an error that is not registered");
    }
}
