package dev.keystile.oauth.impl.rfc7009;

import static dev.keystile.oauth.impl.InMemoryServer.WEB;
import static dev.keystile.oauth.impl.InMemoryServer.basic;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.rfc7009.Revoking.assertRefused;
import static dev.keystile.oauth.impl.rfc7009.Revoking.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientKeys;
import dev.keystile.oauth.api.ClientUpdate;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.RevocationOutcome;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import dev.keystile.oauth.impl.AssertionDraft;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.SigningKeys;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may end a token, and how it has to ask. */
class RevokingClientTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final Revoking revoking = new Revoking(gateway);

    // --- whose token it is

    @Test
    @DisplayName("AS-X-01: another client's token is refused, and goes on working")
    void anotherClientsTokenIsRefused() {
        ClientInformation other = gateway.register("client_secret_post", WEB);
        TokenResponse tokens = gateway.signIn(client);

        for (Secret token : new Secret[] {tokens.accessToken(), tokens.refreshToken()}) {
            assertRefused(revoking.revoke(form(other, token)), OAuthError.INVALID_GRANT);
        }

        revoking.assertWorks(tokens);
        issued(gateway.token(gateway.refresh(client, tokens.refreshToken())));
    }

    @Test
    void anotherClientIsNotToldWhetherATokenWasRevoked() {
        ClientInformation other = gateway.publicClient();
        TokenResponse tokens = gateway.signIn(client);
        revoking.assertDone(revoking.revoke(form(client, tokens.refreshToken())));

        assertRefused(
                revoking.revoke(form(other, tokens.refreshToken())), OAuthError.INVALID_GRANT);
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
                revoking.revoke(form(confidential, tokens.refreshToken()).without("client_secret")),
                OAuthError.INVALID_GRANT);
        revoking.assertWorks(tokens);
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

        assertRefused(revoking.revoke(open), OAuthError.INVALID_CLIENT);
        assertRefused(
                revoking.revoke(open.and("client_secret", "wrong")), OAuthError.INVALID_CLIENT);
        assertRefused(revoking.revoke(open, basic(id, "wrong")), OAuthError.INVALID_CLIENT);
        assertRefused(
                revoking.revoke(open.and("client_secret", secret), basic(id, secret)),
                OAuthError.INVALID_REQUEST);
        revoking.assertWorks(tokens);

        revoking.assertDone(revoking.revoke(open.without("client_id"), basic(id, secret)));
        revoking.assertDead(tokens.accessToken(), BearerProblem.REVOKED);
        revoking.assertDone(revoking.revoke(open.and("client_secret", secret)));
    }

    @Test
    @DisplayName("AS-X-01, AS-T-07: a client with a key signs an assertion, a new one each time")
    void aClientWithAKeySigns() {
        ClientInformation signing = gateway.registerKeys(SigningKeys.inline(SigningKeys.P256));
        Form signIn = gateway.exchange(signing, gateway.code(signing));
        TokenResponse tokens = issued(gateway.token(signed(signIn, signing)));
        Form form = form(signing, tokens.refreshToken());

        assertRefused(revoking.revoke(form), OAuthError.INVALID_CLIENT);
        Form once = signed(form(signing, Secret.of("x")), signing);
        revoking.assertDone(revoking.revoke(once));
        assertRefused(
                revoking.revoke(once.with("token", tokens.refreshToken().reveal())),
                OAuthError.INVALID_CLIENT);
        revoking.assertWorks(tokens);

        revoking.assertDone(revoking.revoke(signed(form, signing)));
        revoking.assertDead(tokens.accessToken(), BearerProblem.REVOKED);
    }

    @Test
    @DisplayName("AS-X-01: keys that cannot be had are a temporary fault, no verdict")
    void keysThatCannotBeHadAreATemporaryFault() {
        ClientInformation signing =
                gateway.registerKeys(new ClientKeys.Published("https://app.example.com/jwks"));

        assertThat(revoking.revoke(signed(form(signing, Secret.of("x")), signing)))
                .isInstanceOf(RevocationOutcome.Busy.class);
    }

    private Form signed(Form form, ClientInformation signing) {
        String assertion =
                AssertionDraft.of(signing.clientId().value(), gateway.clock.instant())
                        .signedBy(SigningKeys.P256);
        return form.and(
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .and("client_assertion", assertion);
    }

    @Test
    @DisplayName("AS-X-01: a client known by its document revokes, also while that is out of reach")
    void aDescribedClientRevokes() {
        String url = "https://app.example.com/client.json";
        gateway.documents.serve(
                url,
                "{\"client_id\":\""
                        + url
                        + "\",\"client_name\":\"App\",\"redirect_uris\":[\""
                        + WEB
                        + "\"]}");
        ClientInformation described =
                new ClientInformation(
                        new ClientId(url),
                        null,
                        gateway.clock.instant(),
                        InMemoryServer.metadata("none", WEB),
                        InMemoryServer.UNMANAGED);
        TokenResponse first = gateway.signIn(described);
        TokenResponse second = gateway.signIn(described);

        assertRefused(
                revoking.revoke(form(client, first.refreshToken())), OAuthError.INVALID_GRANT);
        revoking.assertDone(revoking.revoke(form(described, first.refreshToken())));
        gateway.clock.forward(Duration.ofDays(2));
        gateway.documents.cutOff(url);
        revoking.assertDone(revoking.revoke(form(described, second.refreshToken())));

        revoking.assertDead(first.accessToken(), BearerProblem.REVOKED);
        revoking.assertDead(second.accessToken(), BearerProblem.REVOKED);
    }

    @Test
    @DisplayName("AS-X-01: nobody revokes without saying who it is")
    void theClientIsNamed() {
        TokenResponse tokens = gateway.signIn(client);
        Form form = form(client, tokens.refreshToken());

        assertRefused(revoking.revoke(form.without("client_id")), OAuthError.INVALID_REQUEST);
        assertRefused(revoking.revoke(form.with("client_id", "nobody")), OAuthError.INVALID_CLIENT);
        assertRefused(revoking.revoke(form.and("client_secret", "x")), OAuthError.INVALID_CLIENT);

        revoking.assertWorks(tokens);
    }

    @Test
    void aDeletedClientIsUnknown() {
        TokenResponse tokens = gateway.signIn(client);
        gateway.server
                .clientManagement()
                .delete(client.clientId(), client.management().accessToken());

        assertRefused(
                revoking.revoke(form(client, tokens.refreshToken())), OAuthError.INVALID_CLIENT);
    }

    @Test
    @DisplayName("AS-X-01: a missing token is invalid_request")
    void aMissingTokenIsInvalid() {
        Form form = form(client, Secret.of("x")).without("token");

        assertRefused(revoking.revoke(form), OAuthError.INVALID_REQUEST);
        assertRefused(revoking.revoke(form.and("token", "")), OAuthError.INVALID_REQUEST);
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
                        revoking.revoke(form.and(name, "x").and(name, "x")),
                        OAuthError.INVALID_REQUEST);

        assertThat(refusal.failure().description()).contains(name);
        revoking.assertWorks(tokens);
    }

    @Test
    void otherParametersDoNotMatter() {
        TokenResponse tokens = gateway.signIn(client);

        revoking.assertDone(
                revoking.revoke(form(client, tokens.refreshToken()).and("x", "1").and("x", "2")));
        revoking.assertDead(tokens.accessToken(), BearerProblem.REVOKED);
    }

    @Test
    void aStoreThatIsAwayIsNoVerdict() {
        TokenResponse tokens = gateway.signIn(client);
        gateway.store.away = true;

        assertThatThrownBy(() -> revoking.revoke(form(client, tokens.refreshToken())))
                .isInstanceOf(StoreUnavailableException.class);
        gateway.store.away = false;
        revoking.assertWorks(tokens);
    }
}
