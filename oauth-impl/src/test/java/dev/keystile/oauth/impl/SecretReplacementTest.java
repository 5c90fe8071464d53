package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationRequest;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The operator replaces the secret: nobody has to sign in again. */
class SecretReplacementTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final TokenResponse tokens = gateway.signIn(client);
    private final MasterSecret fresh = MasterSecret.draw(gateway.random);
    private final MasterSecret replacing = fresh.replacing(List.of(gateway.secret));
    private final DefaultAuthorizationServer after = gateway.anotherNode(replacing);

    @Test
    void tokensGoOnWorking() {
        assertThat(check(after, tokens)).isInstanceOf(BearerCheck.Allowed.class);
        assertThat(check(after, refreshed(after, tokens))).isInstanceOf(BearerCheck.Allowed.class);
    }

    @Test
    void aRefreshRepeatedAcrossTheReplacementIsAnsweredAlike() {
        TokenResponse before = refreshed(gateway.server, tokens);

        assertThat(refreshed(after, tokens)).isEqualTo(before);
        assertThat(check(after, before)).isInstanceOf(BearerCheck.Allowed.class);
    }

    @Test
    void theSameKeyIsTheSameAccount() {
        String account = gateway.ids(Store.Kind.ACCOUNT).getFirst();

        signIn(after);
        signIn(after);

        assertThat(gateway.ids(Store.Kind.ACCOUNT)).containsExactly(account);
        assertThat(gateway.ids(Store.Kind.KEY_INDEX)).hasSize(1);
        signIn(gateway.anotherNode(fresh));
        assertThat(gateway.ids(Store.Kind.ACCOUNT)).as("once moved").containsExactly(account);
    }

    @Test
    void aPageFromBeforeGoesOn() {
        AuthorizationOutcome.Ask ask = gateway.ask(gateway.authorization(client));

        ConsentOutcome typed =
                after.authorization()
                        .consent(
                                new ConsentStep.Continue(
                                        ask.prompt().transaction(),
                                        ask.browser(),
                                        InMemoryServer.API_KEY,
                                        null));

        assertThat(typed).isInstanceOf(ConsentOutcome.Review.class);
    }

    @Test
    void oneRoundOfUpkeepMakesTheOldSecretDispensable() {
        assertThat(check(gateway.anotherNode(fresh), tokens))
                .isEqualTo(new BearerCheck.Refused(BearerProblem.UNKNOWN));

        after.upkeep();

        assertThat(check(gateway.anotherNode(fresh), tokens))
                .isInstanceOf(BearerCheck.Allowed.class);
        assertThat(refreshed(gateway.anotherNode(fresh), tokens).refreshToken()).isNotNull();
    }

    @Test
    void aNodeThatStillHasTheOldSecretInForceReadsWhatIsNew() {
        DefaultAuthorizationServer before =
                gateway.anotherNode(gateway.secret.replacing(List.of(fresh)));
        TokenResponse next = refreshed(after, tokens);

        assertThat(check(before, next)).isInstanceOf(BearerCheck.Allowed.class);
        gateway.clock.forward(Duration.ofMinutes(2));
        assertThat(check(after, refreshed(before, next))).isInstanceOf(BearerCheck.Allowed.class);
    }

    private BearerCheck check(DefaultAuthorizationServer node, TokenResponse shown) {
        return node.bearerTokens().check(shown.accessToken(), gateway.resources.shared());
    }

    private TokenResponse refreshed(DefaultAuthorizationServer node, TokenResponse from) {
        Form form = gateway.refresh(client, from.refreshToken());
        return issued(node.tokens().token(new ClientRequest(form.parameters(), null)));
    }

    private void signIn(DefaultAuthorizationServer node) {
        Form form = gateway.authorization(client);
        var request = new AuthorizationRequest(form.parameters(), null);
        var ask = (AuthorizationOutcome.Ask) node.authorization().authorize(request);
        Secret browser = ask.browser();
        var typed =
                new ConsentStep.Continue(
                        ask.prompt().transaction(), browser, InMemoryServer.API_KEY, null);
        var review = InMemoryServer.review(node.authorization().consent(typed));
        node.authorization().consent(new ConsentStep.Allow(review.prompt().transaction(), browser));
    }
}
