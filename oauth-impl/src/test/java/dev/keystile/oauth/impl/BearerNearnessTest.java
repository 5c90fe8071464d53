package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a node knows of tokens, and for how long it believes that. */
@DisplayName("RS-T-08: a token is judged by what is known of it here, which is never old")
class BearerNearnessTest {
    private static final Duration NEAR = NearCache.LIFE;

    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final TokenResponse tokens = gateway.signIn(client);
    private final Secret token = tokens.accessToken();

    @Test
    @DisplayName("AS-T-30: revocation is seen at once on the node that did it")
    void aRevocationIsSeenAtOnce() {
        gateway.allowed(token);
        issued(gateway.token(gateway.refresh(client, tokens.refreshToken())));
        gateway.clock.forward(Duration.ofSeconds(60));
        gateway.allowed(token);

        gateway.token(gateway.refresh(client, tokens.refreshToken()));

        gateway.assertRefused(token, BearerProblem.REVOKED);
    }

    @Test
    void aRotationIsSeenAtOnce() {
        gateway.allowed(token);

        TokenResponse next = issued(gateway.token(gateway.refresh(client, tokens.refreshToken())));

        gateway.allowed(next.accessToken());
        gateway.allowed(token);
    }

    @Test
    void anotherNodeSeesARevocationAfterFiveSecondsAtWorst() {
        var node = gateway.anotherNode();
        issued(gateway.token(gateway.refresh(client, tokens.refreshToken())));
        gateway.clock.forward(Duration.ofSeconds(60));
        assertThat(node.bearerTokens().check(token, gateway.resources.shared()))
                .isInstanceOf(BearerCheck.Allowed.class);
        gateway.store.silent = true;
        gateway.token(gateway.refresh(client, tokens.refreshToken()));

        gateway.clock.forward(NEAR);

        assertThat(node.bearerTokens().check(token, gateway.resources.shared()))
                .isEqualTo(new BearerCheck.Refused(BearerProblem.REVOKED));
    }

    @Test
    @DisplayName(
            "W-25: a token that another node has just issued works here before this one hears of it")
    void aTokenOfAnotherNodeWorksHereAtOnce() {
        gateway.allowed(token);
        gateway.store.silent = true;
        var there =
                gateway.anotherNode()
                        .tokens()
                        .token(
                                new ClientRequest(
                                        gateway.refresh(client, tokens.refreshToken()).parameters(),
                                        null));

        gateway.allowed(issued(there).accessToken());
        gateway.allowed(token);
    }

    @Test
    void aTokenThatOnlyLooksNewerIsNotLookedUp() {
        gateway.allowed(token);
        Credential real =
                Credential.parse(token, TokenSettings.DEFAULT.prefix(), Credential.Kind.ACCESS)
                        .orElseThrow();
        var forged =
                new Credential(
                        real.kind(),
                        real.grant(),
                        real.generation() + 1,
                        real.secret(),
                        real.tag());
        gateway.store.away = true;

        gateway.assertRefused(forged.print(TokenSettings.DEFAULT.prefix()), BearerProblem.UNKNOWN);
    }

    @Test
    void aChangeThatNobodyToldOfIsSeenAfterFiveSeconds() {
        gateway.allowed(token);
        gateway.store.silent = true;
        gateway.clients().remove(client.clientId().value());

        gateway.clock.forward(NEAR.minusMillis(1));
        gateway.allowed(token);
        gateway.clock.forward(Duration.ofMillis(1));
        gateway.assertRefused(token, BearerProblem.REVOKED);
    }

    @Test
    void aChangeIsSeenOnceTheStoreKnowsThatItLostMessages() {
        gateway.allowed(token);
        gateway.store.silent = true;
        gateway.clients().remove(client.clientId().value());

        gateway.store.reconnect();

        gateway.assertRefused(token, BearerProblem.REVOKED);
    }

    @Test
    void theSecondCallNeedsNoStore() {
        gateway.allowed(token);
        gateway.store.away = true;
        gateway.allowed(token);

        gateway.clock.forward(NEAR);
        assertThatThrownBy(() -> gateway.check(token))
                .isInstanceOf(StoreUnavailableException.class);

        gateway.store.away = false;
        gateway.allowed(token);
    }
}
