package dev.keystile.oauth.api;

/**
 * Why an access token is refused. To the caller all are the same {@code invalid_token}; the log
 * tells them apart.
 */
public enum BearerProblem {
    /** It does not begin as our tokens do, so it is something else. */
    FOREIGN,
    /** It begins like one of our tokens and is none, or its grant is gone. */
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
