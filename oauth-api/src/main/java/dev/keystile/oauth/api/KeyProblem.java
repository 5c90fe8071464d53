package dev.keystile.oauth.api;

/** Why the key page is shown again. */
public enum KeyProblem {
    /**
     * No key was typed, or it does not have the shape of this server's keys; it was not sent
     * anywhere.
     */
    MALFORMED,
    /** No connector was chosen where there are several; the key was not sent anywhere. */
    NO_CONNECTOR,
    /**
     * The key does not have the shape of this server's keys, but that of exactly one other
     * connector's; it was not sent anywhere.
     */
    KEY_OF_ANOTHER,
    /** The upstream refused the key. */
    REJECTED,
    /** The upstream gave no usable answer; the key may be right. */
    UNAVAILABLE,
    /** The typed user id has the wrong shape. */
    MALFORMED_USER_ID,
    /** The key belongs to another user than the personal URL names. */
    NOT_THE_OWNER,
    /** This upstream accepts any key, and this gateway is public, so nobody is let in. */
    NOT_CHECKABLE,
    /** No key is linked with the identity that would serve here. */
    IDENTITY_NOT_LINKED,
    /** The upstream refused the key that is linked with the identity. */
    IDENTITY_KEY_REJECTED,
    /** The person did not sign in at the provider. */
    IDENTITY_DENIED,
    /** The provider's answer cannot be believed. */
    IDENTITY_REFUSED,
    /** The provider gave no usable answer. */
    IDENTITY_UNAVAILABLE
}
