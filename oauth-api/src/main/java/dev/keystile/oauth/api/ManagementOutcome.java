package dev.keystile.oauth.api;

/** What becomes of a request about a registration. */
public sealed interface ManagementOutcome {
    /** The registration as it is now: 200. */
    record Current(ClientInformation client) implements ManagementOutcome {}

    /** The client is gone: 204. */
    record Deleted() implements ManagementOutcome {}

    /** {@code invalid_redirect_uri} or {@code invalid_client_metadata}: 400. Nothing changed. */
    record Refused(OAuthFailure failure) implements ManagementOutcome {}

    /** 401 as for any protected resource (RFC 6750 section 3). It does not say why. */
    record Unauthorized() implements ManagementOutcome {}
}
