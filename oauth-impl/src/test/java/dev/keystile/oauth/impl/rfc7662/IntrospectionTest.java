package dev.keystile.oauth.impl.rfc7662;

import static dev.keystile.oauth.impl.InMemoryServer.API_KEY;
import static dev.keystile.oauth.impl.InMemoryServer.basic;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.ActiveToken;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.IntrospectionOutcome;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import dev.keystile.oauth.impl.DefaultAuthorizationServer;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntrospectionTest extends IntrospectionCase {
    private ActiveToken active(Secret token) {
        IntrospectionOutcome outcome = introspect(token);
        assertThat(outcome).isInstanceOf(IntrospectionOutcome.Active.class);
        return ((IntrospectionOutcome.Active) outcome).token();
    }

    private void assertInactive(Secret token) {
        assertThat(introspect(token)).isEqualTo(new IntrospectionOutcome.Inactive());
    }

    private static void assertInvalid(IntrospectionOutcome outcome) {
        assertThat(outcome).isInstanceOf(IntrospectionOutcome.Refused.class);
        assertThat(((IntrospectionOutcome.Refused) outcome).failure().error())
                .isEqualTo(OAuthError.INVALID_REQUEST);
    }

    // --- good tokens

    @Test
    @DisplayName("AS-X-02: a good token at the shared URL: its subject is a pseudonym")
    void aGoodTokenIsActive() {
        assertThat(active(tokens.accessToken()))
                .isEqualTo(
                        new ActiveToken(
                                gateway.resources.issuer(),
                                client.clientId(),
                                gateway.pseudonym(),
                                null,
                                gateway.resources.shared().uri(),
                                Scope.parse("mcp"),
                                gateway.clock.instant().plus(Duration.ofHours(1))));
    }

    @Test
    @DisplayName("AS-X-02: the pseudonym stays the same at the next sign-in")
    void thePseudonymStays() {
        TokenResponse later = gateway.signIn(client);

        assertThat(active(later.accessToken()).subject())
                .isEqualTo(active(tokens.accessToken()).subject());
    }

    @Test
    @DisplayName("AS-X-02: a good token at a personal URL names the user")
    void aPersonalTokenNamesItsUser() {
        Form form = gateway.authorization(client).with("resource", gateway.personal("u.7").uri());
        Form exchange = gateway.exchange(client, gateway.code(form)).without("resource");

        ActiveToken token = active(issued(gateway.token(exchange)).accessToken());

        assertThat(token.subject()).isEqualTo("u.7");
        assertThat(token.user()).isEqualTo(new UserId("u.7"));
        assertThat(token.resource()).isEqualTo(gateway.personal("u.7").uri());
    }

    @Test
    @DisplayName("AS-X-02: the scope is the token's own, not the grant's")
    void theScopeIsTheTokensOwn() {
        Form refresh = gateway.refresh(client, tokens.refreshToken()).and("scope", "mcp:read");

        TokenResponse narrowed = issued(gateway.token(refresh));

        assertThat(active(narrowed.accessToken()).scope()).isEqualTo(Scope.parse("mcp:read"));
        assertThat(active(tokens.accessToken()).scope()).isEqualTo(Scope.parse("mcp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "refresh_token", "x", ""})
    void theHintDoesNotMatter(String hint) {
        Form form = Form.of("token", tokens.accessToken().reveal(), "token_type_hint", hint);

        assertThat(introspect(form, basic(ID, SECRET)))
                .isInstanceOf(IntrospectionOutcome.Active.class);
    }

    // --- tokens that are not

    @Test
    @DisplayName("AS-X-02: where a URL is given to another server, its tokens are of no use")
    void aUrlThatChangesItsServerEndsItsTokens() {
        Connector notes = InMemoryServer.connector("notes", "notes_", UserIdTrust.CLAIMED);
        var swapped =
                new ProtectedResources(
                        gateway.resources.issuer(),
                        List.of(notes, gateway.resources.defaultConnector()));
        Form form = Form.of("token", tokens.accessToken().reveal());

        try (var before = gateway.anotherNode(gateway.resources);
                var after = gateway.anotherNode(swapped)) {
            assertThat(introspect(before, form, basic(ID, SECRET)))
                    .isInstanceOf(IntrospectionOutcome.Active.class);
            assertThat(introspect(after, form, basic(ID, SECRET)))
                    .isEqualTo(new IntrospectionOutcome.Inactive());
        }
    }

    @Test
    @DisplayName("AS-X-02: a token ends for both when it ends for the bearer check")
    void aTokenEnds() {
        gateway.clock.forward(Duration.ofHours(1).plusSeconds(5).minusMillis(1));
        active(tokens.accessToken());
        assertThat(gateway.check(tokens.accessToken())).isInstanceOf(BearerCheck.Allowed.class);

        gateway.clock.forward(Duration.ofMillis(1));
        assertInactive(tokens.accessToken());
        assertThat(gateway.check(tokens.accessToken())).isInstanceOf(BearerCheck.Refused.class);
    }

    @Test
    @DisplayName("AS-X-02: refresh tokens and codes are never active")
    void onlyAccessTokensAreActive() {
        assertInactive(tokens.refreshToken());
        assertInactive(Secret.of(gateway.code(client)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", " ", "jean_oauth_", "jean_oauth_AAAA", "é", "\u0000", "😀"})
    @DisplayName("AS-X-02: noise is inactive, no error")
    void noiseIsInactive(String noise) {
        assertInactive(Secret.of(noise));
        assertInactive(Secret.of(noise.repeat(10_000)));
        assertInactive(Secret.of(tokens.accessToken().reveal() + noise));
        assertInactive(API_KEY);
    }

    @Test
    @DisplayName("AS-X-02: a revocation on another node is seen at once")
    void aRevocationIsSeenAtOnce() {
        DefaultAuthorizationServer node = gateway.anotherNode();
        active(tokens.accessToken());

        revoke(node, tokens.accessToken());
        assertInactive(tokens.accessToken());

        TokenResponse next = issued(gateway.token(gateway.refresh(client, tokens.refreshToken())));
        active(next.accessToken());
        revoke(node, next.refreshToken());
        assertInactive(next.accessToken());
    }

    private void revoke(DefaultAuthorizationServer node, Secret token) {
        Form form = Form.of("client_id", client.clientId().value(), "token", token.reveal());
        node.revocation().revoke(new ClientRequest(form.parameters(), null));
    }

    @Test
    @DisplayName("AS-X-02: a dead key makes its tokens inactive, until it lives again")
    void aDeadKeyIsInactive() {
        gateway.keyWorks(false);
        assertInactive(tokens.accessToken());

        gateway.keyWorks(true);
        active(tokens.accessToken());
    }

    @Test
    @DisplayName("AS-X-02: a disconnected account's tokens are inactive")
    void aDisconnectedAccountIsInactive() {
        gateway.disconnect();

        assertInactive(tokens.accessToken());
    }

    @Test
    void aGoneAccountIsInactive() {
        gateway.removeAccount();

        assertInactive(tokens.accessToken());
    }

    @Test
    @DisplayName("AS-X-02: a deleted client's tokens are inactive")
    void aDeletedClientIsInactive() {
        gateway.anotherNode()
                .clientManagement()
                .delete(client.clientId(), client.management().accessToken());

        assertInactive(tokens.accessToken());
    }

    // --- malformed requests

    @Test
    @DisplayName("AS-X-02: a missing token is invalid_request, for those who may ask")
    void aMissingTokenIsInvalid() {
        assertInvalid(introspect(Form.of("x", "y"), basic(ID, SECRET)));
        assertInvalid(introspect(Form.of("token", ""), "Bearer " + ADMIN));
        assertThat(introspect(Form.of("x", "y"), null))
                .isEqualTo(new IntrospectionOutcome.Unauthorized(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "token_type_hint", "client_id", "client_secret"})
    @DisplayName("AS-X-02: a doubled parameter is invalid_request")
    void aDoubledParameterIsInvalid(String name) {
        Form form = Form.of("token", tokens.accessToken().reveal());

        assertInvalid(introspect(form.and(name, ID).and(name, ID), basic(ID, SECRET)));
    }

    @Test
    void twoWaysOfAuthenticationAreOneTooMany() {
        Form form = Form.of("token", "x", "client_id", ID, "client_secret", SECRET);

        assertInvalid(introspect(form, basic(ID, SECRET)));
        assertInvalid(introspect(form, "Bearer " + ADMIN));
    }

    @Test
    void aStoreThatIsAwayIsNoVerdict() {
        gateway.store.away = true;

        assertThatThrownBy(() -> introspect(tokens.accessToken()))
                .isInstanceOf(StoreUnavailableException.class);
    }
}
