package dev.keystile.oauth.impl;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Login;
import dev.keystile.oauth.api.spi.LoginAnswer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads ID tokens and believes those that the provider signed for this client and this login
 * (OpenID Connect Core 1.0 section 3.1.3.7).
 */
record IdTokenCheck(IdTokenRules rules, PublishedKeys published, InstantSource clock) {
    LoginAnswer check(Secret idToken, ProviderMetadata metadata, Login login) {
        return Assertion.parse(idToken.reveal())
                .map(token -> check(token, metadata, login))
                .orElse(new LoginAnswer.Refused("ID token: it is no signed JWT"));
    }

    private LoginAnswer check(Assertion token, ProviderMetadata metadata, Login login) {
        Optional<String> flaw = rules.flaw(token, metadata, login, clock.instant());
        if (flaw.isPresent()) {
            return new LoginAnswer.Refused(flaw.get());
        }
        return switch (published.find(metadata.keys().toString(), set -> set.settles(token))) {
            case PublishedKeys.Lookup.Found(KeySet keys) ->
                    keys.signed(token)
                            ? new LoginAnswer.Identified(identity(token.claims()))
                            : new LoginAnswer.Refused("ID token: no key of the provider signed it");
            case PublishedKeys.Lookup.None(String detail) -> withoutKeys(detail);
            case PublishedKeys.Lookup.Unreachable(String detail, Duration _) -> withoutKeys(detail);
        };
    }

    private static LoginAnswer withoutKeys(String detail) {
        return new LoginAnswer.Unavailable("keys: " + detail);
    }

    private static Identity identity(JWTClaimsSet claims) {
        return new Identity(claims.getIssuer(), claims.getSubject(), label(claims));
    }

    /** An address is told only when the provider says that it is theirs (section 5.1). */
    private static String label(JWTClaimsSet claims) {
        boolean verified = Boolean.TRUE.equals(claims.getClaim("email_verified"));
        return Stream.of(verified ? "email" : "", "preferred_username", "name")
                .map(name -> claims.getClaim(name) instanceof String text ? text : "")
                .map(DisplayName::clean)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElseGet(() -> DisplayName.clean(claims.getSubject()));
    }
}
