package dev.keystile.oauth.api;

/** The verdict on an access token. */
public sealed interface BearerCheck {
    /** The call may go on. */
    record Allowed(Access access) implements BearerCheck {}

    /** 401 {@code invalid_token} (RFC 6750 section 3.1). */
    record Refused(BearerProblem problem) implements BearerCheck {}
}
