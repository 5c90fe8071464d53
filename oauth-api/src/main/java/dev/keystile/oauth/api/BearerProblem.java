package dev.keystile.oauth.api;

/**
 * Why an access token is refused. To the caller all are the same {@code invalid_token}; the log
 * tells them apart.
 */
public enum BearerProblem {
    /** Not one of our tokens, or its grant is gone. */
    UNKNOWN,
    /** Its time is over. */
    EXPIRED,
    /** Its grant was revoked, its client removed, or its account disconnected. */
    REVOKED,
    /** It is good, but for another resource. */
    WRONG_RESOURCE,
    /** The API key behind it stopped working upstream. */
    KEY_DEAD
}
