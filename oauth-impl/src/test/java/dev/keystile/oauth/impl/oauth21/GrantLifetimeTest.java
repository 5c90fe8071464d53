package dev.keystile.oauth.impl.oauth21;

import static dev.keystile.oauth.impl.InMemoryServer.BASE;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.TokenSettings;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The absolute end of a grant (OAuth 2.1 section 4.3.3). */
class GrantLifetimeTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration TICK = Duration.ofMillis(1);

    private final InMemoryServer gateway =
            new InMemoryServer(BASE, lasting(DAY.multipliedBy(2)), true, UserIdTrust.CLAIMED);
    private final ClientInformation client = gateway.publicClient();
    private final TokenResponse first = gateway.signIn(client);

    @Test
    @DisplayName("AS-T-34: however often a client refreshes, the grant ends with its own lifetime")
    void refreshingDoesNotOutliveTheGrant() {
        gateway.clock.forward(DAY);
        TokenResponse second = refresh(first);
        gateway.clock.forward(DAY.minus(TICK));
        TokenResponse third = refresh(second);
        gateway.clock.forward(TICK);

        refused(
                gateway.token(gateway.refresh(client, third.refreshToken())),
                OAuthError.INVALID_GRANT);
    }

    @Test
    @DisplayName("AS-T-34: nor does an access token")
    void anAccessTokenDoesNotOutliveTheGrant() {
        gateway.clock.forward(DAY.multipliedBy(2).minusMinutes(10));
        TokenResponse last = refresh(first);

        assertThat(last.expiresInSeconds()).isEqualTo(600);
        gateway.clock.forward(Duration.ofSeconds(605).minus(TICK));
        assertThat(gateway.check(last.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
        gateway.clock.forward(TICK);
        assertThat(gateway.check(last.accessToken()))
                .isEqualTo(new BearerCheck.Refused(BearerProblem.EXPIRED));
    }

    private TokenResponse refresh(TokenResponse tokens) {
        return issued(gateway.token(gateway.refresh(client, tokens.refreshToken())));
    }

    private static TokenSettings lasting(Duration grant) {
        TokenSettings normal = TokenSettings.DEFAULT;
        return new TokenSettings(
                normal.prefix(),
                normal.codeLifetime(),
                normal.codeRepeat(),
                normal.accessLifetime(),
                normal.refreshLifetime(),
                grant,
                normal.refreshGrace());
    }
}
