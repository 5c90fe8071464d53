package dev.keystile.oauth.impl;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Login;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an ID token has to say (OpenID Connect Core 1.0 sections 2 and 3.1.3.7).
 *
 * @param freshLogin whether the person has to have signed in for this login
 */
record IdTokenRules(String clientId, boolean freshLogin) {
    /** How far the provider's clock may be off. */
    static final Duration SKEW = Duration.ofSeconds(60);

    /** A token that was issued before is none for a code that was just redeemed. */
    static final Duration MOST_AGE = Duration.ofMinutes(10);

    private static final String SETTING = "; see the setting identity.fresh-login";

    /** Section 2: at most 255 ASCII characters. */
    private static final Pattern SUBJECT = Pattern.compile("[ -~]{1,255}");

    /** What is wrong with it at this time, for the log; empty when it is sound. */
    Optional<String> flaw(Assertion token, ProviderMetadata metadata, Login login, Instant now) {
        return headerFlaw(token.header(), metadata)
                .or(() -> partyFlaw(token.claims(), metadata))
                .or(() -> timeFlaw(token, now))
                .or(() -> loginFlaw(token.claims(), login));
    }

    private static Optional<String> headerFlaw(JWSHeader header, ProviderMetadata metadata) {
        if (!metadata.algorithms().contains(header.getAlgorithm())) {
            return flaw("the algorithm is not one that the provider announces and that is allowed");
        }
        // RFC 7515 section 4.1.11: what is critical and not understood. Nothing critical is.
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            return flaw("a critical header");
        }
        // RFC 8725 section 3.11: another JWT of this provider is no ID token.
        return check(
                header.getType() == null || header.getType().equals(JOSEObjectType.JWT),
                "the typ of another JWT");
    }

    private Optional<String> partyFlaw(JWTClaimsSet claims, ProviderMetadata metadata) {
        if (!metadata.issuer().equals(claims.getIssuer())) {
            return flaw("iss is another");
        }
        List<String> audience = claims.getAudience();
        if (!audience.contains(clientId)) {
            return flaw("aud is not this client");
        }
        Object party = claims.getClaim("azp");
        if (party == null ? audience.size() > 1 : !party.equals(clientId)) {
            return flaw("azp is not this client");
        }
        String subject = claims.getSubject();
        return check(
                subject != null && SUBJECT.matcher(subject).matches() && !subject.isBlank(),
                "sub is not 1 to 255 ASCII characters");
    }

    private static Optional<String> timeFlaw(Assertion token, Instant now) {
        Instant expires = token.expires();
        if (expires == null || !now.isBefore(expires.plus(SKEW))) {
            return flaw("exp is missing or past");
        }
        Instant issued = token.issuedAt();
        if (issued == null || issued.isBefore(now.minus(MOST_AGE)) || future(issued, now)) {
            return flaw("iat is missing, long ago or in the future");
        }
        return check(!future(token.notBefore(), now), "nbf is in the future");
    }

    private Optional<String> loginFlaw(JWTClaimsSet claims, Login login) {
        if (!(claims.getClaim("nonce") instanceof String nonce)
                || !Secret.of(nonce).equals(login.nonce())) {
            return flaw("nonce is that of another sign-in");
        }
        return freshLogin ? stalenessFlaw(claims, login.begun()) : Optional.empty();
    }

    private static Optional<String> stalenessFlaw(JWTClaimsSet claims, Instant begun) {
        if (!(claims.getClaim("auth_time") instanceof Number seconds)) {
            return flaw(
                    "auth_time is missing: the provider does not tell fresh sign-ins" + SETTING);
        }
        return check(
                seconds.longValue() >= begun.minus(SKEW).getEpochSecond(),
                "auth_time is from before: the provider did not let sign in anew" + SETTING);
    }

    private static boolean future(@Nullable Instant instant, Instant now) {
        return instant != null && instant.isAfter(now.plus(SKEW));
    }

    private static Optional<String> check(boolean sound, String otherwise) {
        return sound ? Optional.empty() : flaw(otherwise);
    }

    private static Optional<String> flaw(String detail) {
        return Optional.of("ID token: " + detail);
    }
}
