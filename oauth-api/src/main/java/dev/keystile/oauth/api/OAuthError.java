package dev.keystile.oauth.api;

import java.util.Locale;

/** The registered error codes that this server answers (IANA OAuth Extensions Error registry). */
public enum OAuthError {
    /** RFC 6749 sections 4.1.2.1 and 5.2: malformed, a parameter is missing or doubled. */
    INVALID_REQUEST,
    /**
     * RFC 6749 section 5.2: the client is unknown, or its authentication failed. Clients register
     * anew on it.
     */
    INVALID_CLIENT,
    /**
     * RFC 6749 section 5.2: the code or refresh token is not valid for this request. Clients sign
     * in anew on it.
     */
    INVALID_GRANT,
    /** RFC 6749 section 5.2: the client did not register for this grant type. */
    UNAUTHORIZED_CLIENT,
    /** RFC 6749 section 5.2. */
    UNSUPPORTED_GRANT_TYPE,
    /** RFC 6749 section 4.1.2.1. */
    UNSUPPORTED_RESPONSE_TYPE,
    /** RFC 6749 section 4.1.2.1: the person, or this server, said no. */
    ACCESS_DENIED,
    /** RFC 6749 section 5.2: a refresh asks for more than was granted. */
    INVALID_SCOPE,
    /** RFC 8707 section 2: the resource is malformed, unknown, or not the granted one. */
    INVALID_TARGET,
    /** RFC 7591 section 3.2.2. */
    INVALID_REDIRECT_URI,
    /** RFC 7591 section 3.2.2. */
    INVALID_CLIENT_METADATA,
    /** RFC 6749 section 4.1.2.1: an unexpected fault of this server. */
    SERVER_ERROR,
    /**
     * RFC 6749 section 4.1.2.1: this server cannot answer now; the same request may succeed later.
     */
    TEMPORARILY_UNAVAILABLE;

    /** The code on the wire, for example {@code invalid_grant}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
