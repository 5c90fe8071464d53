package dev.keystile.oauth.api;

/** What becomes of an introspection request. */
public sealed interface IntrospectionOutcome {
    /** A good access token. */
    record Active(ActiveToken token) implements IntrospectionOutcome {}

    /** Anything else that may have been sent as a token; nothing says which. */
    record Inactive() implements IntrospectionOutcome {}

    /** {@code invalid_request}: 400. */
    record Refused(OAuthFailure failure) implements IntrospectionOutcome {}

    /**
     * The caller is nobody who may ask: 401.
     *
     * @param bearer whether it tried a bearer token (RFC 6750 section 3), not the credentials of a
     *     resource server (RFC 6749 section 5.2)
     */
    record Unauthorized(boolean bearer) implements IntrospectionOutcome {}
}
