package dev.keystile.oauth.impl.rfc7009;

import static dev.keystile.oauth.impl.InMemoryServer.WEB;
import static dev.keystile.oauth.impl.InMemoryServer.basic;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.ClientUpdate;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.RevocationOutcome;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();

    private static Form form(ClientInformation client, Secret token) {
        Form form = Form.of("client_id", client.clientId().value(), "token", token.reveal());
        return InMemoryServer.authenticated(form, client);
    }

    private RevocationOutcome revoke(Form form) {
        return revoke(form, null);
    }

    private RevocationOutcome revoke(Form form, String authorization) {
        Secret header = authorization == null ? null : Secret.of(authorization);
        return gateway.server.revocation().revoke(new ClientRequest(form.parameters(), header));
    }

    private void assertDone(RevocationOutcome outcome) {
        assertThat(outcome).isEqualTo(new RevocationOutcome.Done());
    }

    private static RevocationOutcome.Refused assertRefused(
            RevocationOutcome outcome, OAuthError error) {
        assertThat(outcome).isInstanceOf(RevocationOutcome.Refused.class);
        RevocationOutcome.Refused refused = (RevocationOutcome.Refused) outcome;
        assertThat(refused.failure().error()).isEqualTo(error);
        assertThat(refused.failure().description()).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
        return refused;
    }

    private void assertWorks(TokenResponse tokens) {
        assertThat(gateway.check(tokens.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
    }

    private void assertRefused(Secret access, BearerProblem problem) {
        assertThat(gateway.check(access)).isEqualTo(new BearerCheck.Refused(problem));
    }

    // --- what a revocation ends

    @Test
    @DisplayName("AS-X-01: a refresh token takes the whole grant with it, at once on this node")
    void aRefreshTokenEndsTheGrant() {
        TokenResponse first = gateway.signIn(client);
        TokenResponse second = issued(gateway.token(gateway.refresh(client, first.refreshToken())));
        assertWorks(first);
        assertWorks(second);

        assertDone(revoke(form(client, second.refreshToken())));

        assertRefused(first.accessToken(), BearerProblem.REVOKED);
        assertRefused(second.accessToken(), BearerProblem.REVOKED);
        refused(
                gateway.token(gateway.refresh(client, second.refreshToken())),
                OAuthError.INVALID_GRANT);
    }

    @Test
    @DisplayName("AS-X-01: the API key and every wrap are erased from the store")
    void theApiKeyIsErased() {
        TokenResponse tokens = gateway.signIn(client);
        assertThat(gateway.stage()).contains("\"wrap\"").doesNotContain("\"sealedKey\":\"\"");

        assertDone(revoke(form(client, tokens.refreshToken())));

        assertThat(gateway.stage())
                .contains("\"sealedKey\":\"\"", "\"reason\":\"BY_CLIENT\"")
                .doesNotContain("\"wrap\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 59, 60, 86_400})
    @DisplayName("AS-X-01: a rotated refresh token does too, within its grace and after it")
    void aRotatedRefreshTokenEndsTheGrant(int seconds) {
        TokenResponse first = gateway.signIn(client);
        TokenResponse second = issued(gateway.token(gateway.refresh(client, first.refreshToken())));
        gateway.clock.forward(Duration.ofSeconds(seconds));

        assertDone(revoke(form(client, first.refreshToken())));

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
        assertWorks(first);

        assertDone(revoke(form(client, first.accessToken())));

        assertRefused(first.accessToken(), BearerProblem.UNKNOWN);
        assertWorks(second);
        assertWorks(issued(gateway.token(gateway.refresh(client, second.refreshToken()))));
    }

    @Test
    @DisplayName("AS-X-01: what a repeated refresh hands out again stays revoked")
    void aRepeatedRefreshDoesNotRevive() {
        TokenResponse first = gateway.signIn(client);
        Form refresh = gateway.refresh(client, first.refreshToken());
        TokenResponse second = issued(gateway.token(refresh));
        assertDone(revoke(form(client, second.accessToken())));

        TokenResponse repeated = issued(gateway.token(refresh));

        assertThat(repeated.accessToken()).isEqualTo(second.accessToken());
        assertRefused(repeated.accessToken(), BearerProblem.UNKNOWN);
        assertWorks(issued(gateway.token(gateway.refresh(client, repeated.refreshToken()))));
    }

    @Test
    void otherGrantsOfTheClientLiveOn() {
        TokenResponse ended = gateway.signIn(client);
        TokenResponse kept = gateway.signIn(client);

        assertDone(revoke(form(client, ended.refreshToken())));

        assertRefused(ended.accessToken(), BearerProblem.REVOKED);
        assertWorks(kept);
    }

    @Test
    @DisplayName("AS-X-01: revoking again changes nothing and succeeds")
    void aRevocationCanBeRepeated() {
        TokenResponse tokens = gateway.signIn(client);
        assertDone(revoke(form(client, tokens.accessToken())));
        assertDone(revoke(form(client, tokens.accessToken())));
        assertDone(revoke(form(client, tokens.refreshToken())));
        String revoked = gateway.stage();
        gateway.clock.forward(Duration.ofSeconds(1));

        assertDone(revoke(form(client, tokens.refreshToken())));
        assertDone(revoke(form(client, tokens.accessToken())));

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

        assertDone(revoke(form(client, tokens.refreshToken())));

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

        assertDone(revoke(form(client, tokens.accessToken()).and("token_type_hint", hint)));
        assertRefused(tokens.accessToken(), BearerProblem.UNKNOWN);
        assertDone(revoke(form(client, tokens.refreshToken()).and("token_type_hint", hint)));
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

        assertDone(revoke(form(client, Secret.of(noise))));
        assertDone(revoke(form(client, Secret.of(noise.repeat(10_000)))));
        assertDone(revoke(form(client, Secret.of(tokens.refreshToken().reveal() + noise))));

        assertWorks(tokens);
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
                assertDone(revoke(form(client, Secret.of(altered))));
            }
        }

        assertWorks(tokens);
    }

    @Test
    @DisplayName("AS-X-01: a code is no token; nothing happens to it")
    void aCodeIsNoToken() {
        String code = gateway.code(client);

        assertDone(revoke(form(client, Secret.of(code))));

        assertWorks(issued(gateway.token(gateway.exchange(client, code))));
    }

    @Test
    @DisplayName("AS-X-01: tokens that ended by themselves are 200")
    void anEndedTokenIsDone() {
        TokenResponse tokens = gateway.signIn(client);

        gateway.clock.forward(Duration.ofHours(2));
        assertDone(revoke(form(client, tokens.accessToken())));
        gateway.clock.forward(Duration.ofDays(30));
        assertDone(revoke(form(client, tokens.refreshToken())));
        gateway.clock.forward(Duration.ofDays(1));
        assertDone(revoke(form(client, tokens.refreshToken())));
    }

    @Test
    @DisplayName("AS-X-01: a dead key and a disconnected account stop nobody from revoking")
    void theAccountDoesNotMatter() {
        TokenResponse dead = gateway.signIn(client);
        gateway.keyWorks(false);
        assertDone(revoke(form(client, dead.refreshToken())));
        assertThat(gateway.stage()).contains("BY_CLIENT");

        gateway.keyWorks(true);
        TokenResponse disconnected = gateway.signIn(client);
        gateway.disconnect();
        assertDone(revoke(form(client, disconnected.refreshToken())));
        TokenResponse gone = gateway.signIn(client);
        gateway.removeAccount();
        assertDone(revoke(form(client, gone.refreshToken())));

        assertThat(gateway.ids(Store.Kind.GRANT))
                .hasSize(3)
                .allMatch(id ->
                        gateway.stored(Store.Kind.GRANT, id).orElseThrow().contains("BY_CLIENT"));
    }

    // --- whose token it is

    @Test
    @DisplayName("AS-X-01: another client's token is refused, and goes on working")
    void anotherClientsTokenIsRefused() {
        ClientInformation other = gateway.register("client_secret_post", WEB);
        TokenResponse tokens = gateway.signIn(client);

        for (Secret token : new Secret[] {tokens.accessToken(), tokens.refreshToken()}) {
            var refusal = assertRefused(revoke(form(other, token)), OAuthError.INVALID_GRANT);
            assertThat(refusal.basic()).isFalse();
        }

        assertWorks(tokens);
        issued(gateway.token(gateway.refresh(client, tokens.refreshToken())));
    }

    @Test
    void anotherClientIsNotToldWhetherATokenWasRevoked() {
        ClientInformation other = gateway.publicClient();
        TokenResponse tokens = gateway.signIn(client);
        assertDone(revoke(form(client, tokens.refreshToken())));

        assertRefused(revoke(form(other, tokens.refreshToken())), OAuthError.INVALID_GRANT);
    }

    @Test
    void aClientThatGaveUpItsSecretCannotEndWhatItWasGrantedWithIt() {
        ClientInformation confidential = gateway.register("client_secret_post", WEB);
        TokenResponse tokens = gateway.signIn(confidential);
        gateway.server
                .clientManagement()
                .update(
                        confidential.clientId(),
                        confidential.management().accessToken(),
                        new ClientUpdate(
                                confidential.clientId().value(),
                                null,
                                InMemoryServer.metadata("none", WEB)));

        assertRefused(
                revoke(form(confidential, tokens.refreshToken()).without("client_secret")),
                OAuthError.INVALID_GRANT);
        assertWorks(tokens);
    }

    // --- who asks

    @Test
    @DisplayName("AS-X-01: a confidential client authenticates as at the token endpoint")
    void aConfidentialClientAuthenticates() {
        ClientInformation post = gateway.register("client_secret_post", WEB);
        String id = post.clientId().value();
        String secret = Objects.requireNonNull(post.clientSecret()).reveal();
        TokenResponse tokens = gateway.signIn(post);
        Form open = form(post, tokens.refreshToken()).without("client_secret");

        assertThat(assertRefused(revoke(open), OAuthError.INVALID_CLIENT).basic()).isFalse();
        assertRefused(revoke(open.and("client_secret", "wrong")), OAuthError.INVALID_CLIENT);
        assertThat(
                        assertRefused(revoke(open, basic(id, "wrong")), OAuthError.INVALID_CLIENT)
                                .basic())
                .isTrue();
        assertRefused(
                revoke(open.and("client_secret", secret), basic(id, secret)),
                OAuthError.INVALID_REQUEST);
        assertWorks(tokens);

        assertDone(revoke(open.without("client_id"), basic(id, secret)));
        assertRefused(tokens.accessToken(), BearerProblem.REVOKED);
        assertDone(revoke(open.and("client_secret", secret)));
    }

    @Test
    @DisplayName("AS-X-01: nobody revokes without saying who it is")
    void theClientIsNamed() {
        TokenResponse tokens = gateway.signIn(client);
        Form form = form(client, tokens.refreshToken());

        assertRefused(revoke(form.without("client_id")), OAuthError.INVALID_REQUEST);
        assertRefused(revoke(form.with("client_id", "nobody")), OAuthError.INVALID_CLIENT);
        assertRefused(revoke(form.and("client_secret", "x")), OAuthError.INVALID_CLIENT);

        assertWorks(tokens);
    }

    @Test
    void aDeletedClientIsUnknown() {
        TokenResponse tokens = gateway.signIn(client);
        gateway.server
                .clientManagement()
                .delete(client.clientId(), client.management().accessToken());

        assertRefused(revoke(form(client, tokens.refreshToken())), OAuthError.INVALID_CLIENT);
    }

    @Test
    @DisplayName("AS-X-01: a missing token is invalid_request")
    void aMissingTokenIsInvalid() {
        Form form = form(client, Secret.of("x")).without("token");

        assertRefused(revoke(form), OAuthError.INVALID_REQUEST);
        assertRefused(revoke(form.and("token", "")), OAuthError.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token",
                "token_type_hint",
                "client_id",
                "client_secret",
                "client_assertion",
                "client_assertion_type"
            })
    @DisplayName("AS-X-01: a doubled parameter is invalid_request, and ends nothing")
    void aDoubledParameterIsInvalid(String name) {
        TokenResponse tokens = gateway.signIn(client);
        Form form = form(client, tokens.refreshToken());

        var refusal =
                assertRefused(
                        revoke(form.and(name, "x").and(name, "x")), OAuthError.INVALID_REQUEST);

        assertThat(refusal.failure().description()).contains(name);
        assertWorks(tokens);
    }

    @Test
    void otherParametersDoNotMatter() {
        TokenResponse tokens = gateway.signIn(client);

        assertDone(revoke(form(client, tokens.refreshToken()).and("x", "1").and("x", "2")));
        assertRefused(tokens.accessToken(), BearerProblem.REVOKED);
    }

    @Test
    void aStoreThatIsAwayIsNoVerdict() {
        TokenResponse tokens = gateway.signIn(client);
        gateway.store.away = true;

        assertThatThrownBy(() -> revoke(form(client, tokens.refreshToken())))
                .isInstanceOf(StoreUnavailableException.class);
        gateway.store.away = false;
        assertWorks(tokens);
    }
}
