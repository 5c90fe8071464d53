package dev.keystile.oauth.impl.rfc7009;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static dev.keystile.oauth.impl.rfc7009.Revoking.form;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final Revoking revoking = new Revoking(gateway);

    // --- what a revocation ends

    @Test
    @DisplayName("AS-X-01: a refresh token takes the whole grant with it, at once on this node")
    void aRefreshTokenEndsTheGrant() {
        TokenResponse first = gateway.signIn(client);
        TokenResponse second = issued(gateway.token(gateway.refresh(client, first.refreshToken())));
        revoking.assertWorks(first);
        revoking.assertWorks(second);

        revoking.assertDone(revoking.revoke(form(client, second.refreshToken())));

        revoking.assertDead(first.accessToken(), BearerProblem.REVOKED);
        revoking.assertDead(second.accessToken(), BearerProblem.REVOKED);
        refused(
                gateway.token(gateway.refresh(client, second.refreshToken())),
                OAuthError.INVALID_GRANT);
    }

    @Test
    @DisplayName("AS-X-01: the API key and every wrap are erased from the store")
    void theApiKeyIsErased() {
        TokenResponse tokens = gateway.signIn(client);
        assertThat(gateway.stage()).contains("\"wrap\"", "\"key\"");

        revoking.assertDone(revoking.revoke(form(client, tokens.refreshToken())));

        assertThat(gateway.stage())
                .contains("\"why\":\"BY_CLIENT\"")
                .doesNotContain("\"wrap\"", "\"key\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 59, 60, 86_400})
    @DisplayName("AS-X-01: a rotated refresh token does too, within its grace and after it")
    void aRotatedRefreshTokenEndsTheGrant(int seconds) {
        TokenResponse first = gateway.signIn(client);
        TokenResponse second = issued(gateway.token(gateway.refresh(client, first.refreshToken())));
        gateway.clock.forward(Duration.ofSeconds(seconds));

        revoking.assertDone(revoking.revoke(form(client, first.refreshToken())));

        refused(
                gateway.token(gateway.refresh(client, second.refreshToken())),
                OAuthError.INVALID_GRANT);
        assertThat(gateway.stage()).contains("BY_CLIENT");
    }

    @Test
    @DisplayName("AS-X-01: an access token ends alone")
    void anAccessTokenEndsAlone() {
        TokenResponse first = gateway.signIn(client);
        TokenResponse second = issued(gateway.token(gateway.refresh(client, first.refreshToken())));
        revoking.assertWorks(first);

        revoking.assertDone(revoking.revoke(form(client, first.accessToken())));

        revoking.assertDead(first.accessToken(), BearerProblem.UNKNOWN);
        revoking.assertWorks(second);
        revoking.assertWorks(issued(gateway.token(gateway.refresh(client, second.refreshToken()))));
    }

    @Test
    @DisplayName("AS-X-01: what a repeated refresh hands out again stays revoked")
    void aRepeatedRefreshDoesNotRevive() {
        TokenResponse first = gateway.signIn(client);
        Form refresh = gateway.refresh(client, first.refreshToken());
        TokenResponse second = issued(gateway.token(refresh));
        revoking.assertDone(revoking.revoke(form(client, second.accessToken())));

        TokenResponse repeated = issued(gateway.token(refresh));

        assertThat(repeated.accessToken()).isEqualTo(second.accessToken());
        revoking.assertDead(repeated.accessToken(), BearerProblem.UNKNOWN);
        revoking.assertWorks(
                issued(gateway.token(gateway.refresh(client, repeated.refreshToken()))));
    }

    @Test
    void otherGrantsOfTheClientLiveOn() {
        TokenResponse ended = gateway.signIn(client);
        TokenResponse kept = gateway.signIn(client);

        revoking.assertDone(revoking.revoke(form(client, ended.refreshToken())));

        revoking.assertDead(ended.accessToken(), BearerProblem.REVOKED);
        revoking.assertWorks(kept);
    }

    @Test
    @DisplayName("AS-X-01: revoking again changes nothing and succeeds")
    void aRevocationCanBeRepeated() {
        TokenResponse tokens = gateway.signIn(client);
        revoking.assertDone(revoking.revoke(form(client, tokens.accessToken())));
        revoking.assertDone(revoking.revoke(form(client, tokens.accessToken())));
        revoking.assertDone(revoking.revoke(form(client, tokens.refreshToken())));
        String revoked = gateway.stage();
        gateway.clock.forward(Duration.ofSeconds(1));

        revoking.assertDone(revoking.revoke(form(client, tokens.refreshToken())));
        revoking.assertDone(revoking.revoke(form(client, tokens.accessToken())));

        assertThat(gateway.stage()).isEqualTo(revoked);
    }

    @Test
    @DisplayName("AS-X-01: another node sees it within 5 seconds")
    void anotherNodeSeesItWithinFiveSeconds() {
        TokenResponse tokens = gateway.signIn(client);
        var node = gateway.anotherNode().bearerTokens();
        var resource = gateway.resources.shared();
        assertThat(node.check(tokens.accessToken(), resource))
                .isInstanceOf(BearerCheck.Allowed.class);

        revoking.assertDone(revoking.revoke(form(client, tokens.refreshToken())));

        gateway.clock.forward(Duration.ofSeconds(5));
        assertThat(node.check(tokens.accessToken(), resource))
                .isEqualTo(new BearerCheck.Refused(BearerProblem.REVOKED));
    }

    // --- the hint

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "refresh_token", "id_token", "", "é"})
    @DisplayName("AS-X-01: a wrong hint misleads nobody")
    void theHintIsNotNeeded(String hint) {
        TokenResponse tokens = gateway.signIn(client);

        revoking.assertDone(
                revoking.revoke(form(client, tokens.accessToken()).and("token_type_hint", hint)));
        revoking.assertDead(tokens.accessToken(), BearerProblem.UNKNOWN);
        revoking.assertDone(
                revoking.revoke(form(client, tokens.refreshToken()).and("token_type_hint", hint)));
        refused(
                gateway.token(gateway.refresh(client, tokens.refreshToken())),
                OAuthError.INVALID_GRANT);
    }

    // --- tokens that are none

    @ParameterizedTest
    @ValueSource(strings = {"x", " ", "jean_oauth_", "jean_oauth_AAAA", "é", "\u0000", "😀"})
    @DisplayName("AS-X-01: an unknown or malformed token is 200")
    void noiseIsDone(String noise) {
        TokenResponse tokens = gateway.signIn(client);

        revoking.assertDone(revoking.revoke(form(client, Secret.of(noise))));
        revoking.assertDone(revoking.revoke(form(client, Secret.of(noise.repeat(10_000)))));
        revoking.assertDone(
                revoking.revoke(form(client, Secret.of(tokens.refreshToken().reveal() + noise))));

        revoking.assertWorks(tokens);
    }

    @Test
    @DisplayName("AS-X-01: a token with one character changed ends nothing")
    void anAlteredTokenEndsNothing() {
        TokenResponse tokens = gateway.signIn(client);
        for (Secret token : new Secret[] {tokens.accessToken(), tokens.refreshToken()}) {
            String text = token.reveal();
            for (int i = 0; i < text.length(); i++) {
                char other = text.charAt(i) == 'A' ? 'B' : 'A';
                String altered = text.substring(0, i) + other + text.substring(i + 1);
                revoking.assertDone(revoking.revoke(form(client, Secret.of(altered))));
            }
        }

        revoking.assertWorks(tokens);
    }

    @Test
    @DisplayName("AS-X-01: a code is no token; nothing happens to it")
    void aCodeIsNoToken() {
        String code = gateway.code(client);

        revoking.assertDone(revoking.revoke(form(client, Secret.of(code))));

        revoking.assertWorks(issued(gateway.token(gateway.exchange(client, code))));
    }

    @Test
    @DisplayName("AS-X-01: tokens that ended by themselves are 200")
    void anEndedTokenIsDone() {
        TokenResponse tokens = gateway.signIn(client);

        gateway.clock.forward(Duration.ofHours(2));
        revoking.assertDone(revoking.revoke(form(client, tokens.accessToken())));
        gateway.clock.forward(Duration.ofDays(30));
        revoking.assertDone(revoking.revoke(form(client, tokens.refreshToken())));
        gateway.clock.forward(Duration.ofDays(1));
        revoking.assertDone(revoking.revoke(form(client, tokens.refreshToken())));
    }

    @Test
    @DisplayName("AS-X-01: a dead key and a disconnected account stop nobody from revoking")
    void theAccountDoesNotMatter() {
        TokenResponse dead = gateway.signIn(client);
        gateway.keyWorks(false);
        revoking.assertDone(revoking.revoke(form(client, dead.refreshToken())));
        assertThat(gateway.stage()).contains("BY_CLIENT");

        gateway.keyWorks(true);
        TokenResponse disconnected = gateway.signIn(client);
        gateway.disconnect();
        revoking.assertDone(revoking.revoke(form(client, disconnected.refreshToken())));
        TokenResponse gone = gateway.signIn(client);
        gateway.removeAccount();
        revoking.assertDone(revoking.revoke(form(client, gone.refreshToken())));

        assertThat(gateway.ids(Store.Kind.GRANT))
                .hasSize(3)
                .allMatch(id ->
                        gateway.stored(Store.Kind.GRANT, id).orElseThrow().contains("BY_CLIENT"));
    }
}
