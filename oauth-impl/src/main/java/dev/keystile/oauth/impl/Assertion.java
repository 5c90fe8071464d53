package dev.keystile.oauth.impl;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signed JWT as it was sent: by a client to prove itself (RFC 7523 section 2.2), or by an OpenID
 * provider, an ID token (OpenID Connect Core 1.0 section 2). Nothing in it is checked but its form.
 * Prints nothing of it.
 */
final class Assertion {
    private static final int MOST_CHARACTERS = 16_384;

    private final SignedJWT jwt;
    private final JWTClaimsSet claims;

    private Assertion(SignedJWT jwt, JWTClaimsSet claims) {
        this.jwt = jwt;
        this.claims = claims;
    }

    /** Reads an untrusted value; empty when it is no signed JWT with claims of the right types. */
    static Optional<Assertion> parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(text);
            return Optional.of(new Assertion(jwt, jwt.getJWTClaimsSet()));
        } catch (ParseException | RuntimeException malformed) {
            // The library stumbles over a header or claims that are null.
            return Optional.empty();
        }
    }

    JWSHeader header() {
        return jwt.getHeader();
    }

    JWTClaimsSet claims() {
        return claims;
    }

    /** The client that it speaks for: {@code sub}; empty when there is none. */
    String clientId() {
        return Objects.requireNonNullElse(claims.getSubject(), "");
    }

    /** {@code jti}; empty when there is none. */
    String id() {
        return Objects.requireNonNullElse(claims.getJWTID(), "");
    }

    @Nullable Instant expires() {
        return instant(claims.getExpirationTime());
    }

    @Nullable Instant notBefore() {
        return instant(claims.getNotBeforeTime());
    }

    @Nullable Instant issuedAt() {
        return instant(claims.getIssueTime());
    }

    boolean verifiedBy(JWSVerifier verifier) {
        try {
            return jwt.verify(verifier);
        } catch (JOSEException unfit) {
            return false;
        }
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
