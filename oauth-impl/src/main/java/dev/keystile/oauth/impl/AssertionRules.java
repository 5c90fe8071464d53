package dev.keystile.oauth.impl;

import com.nimbusds.jose.JWSHeader;
import dev.keystile.oauth.api.Issuer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an assertion has to say of itself (RFC 7523 section 3, with the single audience and the
 * types of draft-ietf-oauth-rfc7523bis).
 *
 * @param audiences each of them names this server
 */
record AssertionRules(Set<String> audiences) {
    /** How far a client's clock may be off. */
    static final Duration SKEW = Duration.ofSeconds(60);

    /** How long an assertion may live. */
    static final Duration MOST_AHEAD = Duration.ofHours(1);

    static final int MOST_ID_CHARACTERS = 256;

    /** The types that a client's assertion may have; a JWT for another use has one of its own. */
    private static final Set<String> TYPES = Set.of("jwt", "client-authentication+jwt");

    static AssertionRules of(AuthorizationServerSettings settings) {
        Issuer issuer = settings.issuer();
        return new AssertionRules(
                settings.clients().tokenEndpointAudience()
                        ? Set.of(issuer.value(), issuer.url("/oauth/token"))
                        : Set.of(issuer.value()));
    }

    /** What is wrong with it at this time, for the log; empty when it is sound. */
    Optional<String> flaw(Assertion assertion, Instant now) {
        return headerFlaw(assertion.header())
                .or(() -> claimsFlaw(assertion))
                .or(() -> timeFlaw(assertion, now));
    }

    private static Optional<String> headerFlaw(JWSHeader header) {
        if (!AssertionAlgorithms.allows(header.getAlgorithm())) {
            return Optional.of("the algorithm is not allowed");
        }
        // RFC 7515 section 4.1.11: what is critical and not understood. Nothing critical is.
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            return Optional.of("a critical header");
        }
        // RFC 8725 section 3.11: a proof or a request object of this client is no assertion.
        return header.getType() == null || TYPES.contains(subtype(header.getType().getType()))
                ? Optional.empty()
                : Optional.of("the typ of another JWT");
    }

    private Optional<String> claimsFlaw(Assertion assertion) {
        if (!assertion.clientId().equals(assertion.claims().getIssuer())) {
            return Optional.of("iss and sub are not one client");
        }
        List<String> audience = assertion.claims().getAudience();
        if (audience.size() != 1 || !audiences.contains(audience.getFirst())) {
            return Optional.of("aud is not the issuer alone");
        }
        int length = assertion.id().length();
        return length == 0 || length > MOST_ID_CHARACTERS
                ? Optional.of("jti is missing or too long")
                : Optional.empty();
    }

    private static Optional<String> timeFlaw(Assertion assertion, Instant now) {
        Instant expires = assertion.expires();
        if (expires == null) {
            return Optional.of("exp is missing");
        }
        if (!now.isBefore(expires.plus(SKEW))) {
            return Optional.of("exp is past");
        }
        if (expires.isAfter(now.plus(MOST_AHEAD).plus(SKEW))) {
            return Optional.of("exp is too far ahead");
        }
        return future(assertion.notBefore(), now) || future(assertion.issuedAt(), now)
                ? Optional.of("nbf or iat is in the future")
                : Optional.empty();
    }

    private static boolean future(@Nullable Instant instant, Instant now) {
        return instant != null && instant.isAfter(now.plus(SKEW));
    }

    private static String subtype(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("application/") ? lower.substring("application/".length()) : lower;
    }
}
