package dev.keystile.oauth.api;

/** What a user id in a personal URL is worth once the key has been accepted. */
public enum UserIdTrust {
    /**
     * It limits where a token may be used and travels upstream; it gives nothing inside the
     * gateway.
     */
    CLAIMED,
    /**
     * The upstream refuses a key that comes with another user's id, so an accepted key proves the
     * id.
     */
    CHECKED_BY_UPSTREAM,
    /** The upstream says whose key it is; only the owner's own personal URL is granted. */
    NAMED_BY_UPSTREAM
}
