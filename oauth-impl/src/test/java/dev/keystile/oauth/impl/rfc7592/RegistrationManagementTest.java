package dev.keystile.oauth.impl.rfc7592;

import static dev.keystile.oauth.impl.InMemoryServer.LOOPBACK;
import static dev.keystile.oauth.impl.InMemoryServer.WEB;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.metadata;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientManagement;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.ClientUpdate;
import dev.keystile.oauth.api.ManagementOutcome;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationManagementTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientManagement management = gateway.server.clientManagement();

    private static Secret token(ClientInformation client) {
        return client.management().accessToken();
    }

    private static Secret secret(ClientInformation client) {
        return Objects.requireNonNull(client.clientSecret());
    }

    private static ClientInformation current(ManagementOutcome outcome) {
        assertThat(outcome).isInstanceOf(ManagementOutcome.Current.class);
        return ((ManagementOutcome.Current) outcome).client();
    }

    private static void assertRefused(ManagementOutcome outcome, OAuthError error) {
        assertThat(outcome).isInstanceOf(ManagementOutcome.Refused.class);
        var failure = ((ManagementOutcome.Refused) outcome).failure();
        assertThat(failure.error()).isEqualTo(error);
        assertThat(failure.description()).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
    }

    private ManagementOutcome update(ClientInformation client, ClientMetadata metadata) {
        return update(client, null, metadata);
    }

    private ManagementOutcome update(
            ClientInformation client, Secret secret, ClientMetadata metadata) {
        return management.update(
                client.clientId(),
                token(client),
                new ClientUpdate(client.clientId().value(), secret, metadata));
    }

    private ClientInformation read(ClientInformation client) {
        return current(management.read(client.clientId(), token(client)));
    }

    // --- the registration's answer

    @Test
    @DisplayName("AS-E-01: a registration is answered with its own URI and access token")
    void aRegistrationSaysHowItIsManaged() {
        ClientInformation client = gateway.publicClient();

        assertThat(client.management().uri())
                .isEqualTo(InMemoryServer.BASE + "/oauth/register/" + client.clientId());
    }

    @Test
    @DisplayName("AS-E-01, AS-D-12: the token has 256 random bits, and only a digest is stored")
    void theTokenIsRandomAndNotStored() {
        List<ClientInformation> clients =
                IntStream.range(0, 50).mapToObj(_ -> gateway.publicClient()).toList();

        assertThat(clients.stream().map(client -> token(client).reveal()).distinct())
                .hasSize(50)
                .allMatch(token -> token.matches("[A-Za-z0-9_-]{43}"));
        ClientInformation one = clients.getFirst();
        assertThat(gateway.stored(Store.Kind.CLIENT, one.clientId().value()).orElseThrow())
                .contains("managementToken")
                .doesNotContain(token(one).reveal());
    }

    // --- read

    @Test
    @DisplayName("AS-E-02: GET gives all that is registered, with the same token again")
    void aRegistrationCanBeRead() {
        ClientInformation client = gateway.publicClient();
        gateway.clock.forward(Duration.ofDays(1));

        assertThat(read(client)).isEqualTo(client);
    }

    @Test
    @DisplayName("AS-E-02: a secret cannot be read again")
    void theSecretIsNotShownAgain() {
        ClientInformation client = gateway.register("client_secret_basic", WEB);

        ClientInformation again = read(client);

        assertThat(client.clientSecret()).isNotNull();
        assertThat(again.clientSecret()).isNull();
        assertThat(again.metadata()).isEqualTo(client.metadata());
    }

    // --- who may

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "é", "\u0000", "😀", "\ud800"})
    @DisplayName("AS-E-03: a wrong token is unauthorized, whatever it looks like")
    void aWrongTokenOpensNothing(String wrong) {
        ClientInformation client = gateway.register("client_secret_post", WEB);

        assertOpensNothing(client.clientId(), Secret.of(wrong));
        assertOpensNothing(client.clientId(), Secret.of(wrong.repeat(100_000)));
        if (!wrong.isEmpty()) {
            assertOpensNothing(client.clientId(), Secret.of(token(client).reveal() + wrong));
        }
        assertOpensNothing(client.clientId(), secret(client));
        assertOpensNothing(client.clientId(), null);
        assertThat(read(client).metadata()).isEqualTo(client.metadata());
    }

    @Test
    @DisplayName("AS-E-03: another client's token is unauthorized")
    void aForeignTokenOpensNothing() {
        ClientInformation client = gateway.publicClient();
        ClientInformation other = gateway.publicClient();

        assertOpensNothing(client.clientId(), token(other));
        assertOpensNothing(other.clientId(), token(client));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"unknown", "", " ", "é", "\u0000", "../x", "https://app.example.com/client"})
    @DisplayName("AS-E-03: an unknown client is unauthorized, one with a document too, never 404")
    void anUnknownClientIsUnauthorized(String id) {
        ClientInformation client = gateway.publicClient();

        assertOpensNothing(new ClientId(id), token(client));
        assertOpensNothing(new ClientId(id), Secret.of(""));
        assertOpensNothing(new ClientId(id.repeat(600)), token(client));
    }

    @Test
    void aTokenOfTheClientsGrantOpensNothing() {
        ClientInformation client = gateway.publicClient();
        TokenResponse tokens = gateway.signIn(client);

        assertOpensNothing(client.clientId(), tokens.accessToken());
        assertOpensNothing(client.clientId(), tokens.refreshToken());
    }

    private void assertOpensNothing(ClientId id, Secret token) {
        var unauthorized = new ManagementOutcome.Unauthorized();
        ClientUpdate update = new ClientUpdate(id.value(), null, metadata("none", LOOPBACK));

        assertThat(management.read(id, token)).isEqualTo(unauthorized);
        assertThat(management.update(id, token, update)).isEqualTo(unauthorized);
        assertThat(management.delete(id, token)).isEqualTo(unauthorized);
    }

    // --- update

    @Test
    @DisplayName("AS-E-02: PUT replaces everything; what is left out is gone")
    void anUpdateIsAFullReplacement() {
        ClientInformation client =
                InMemoryServer.registered(
                        gateway.server
                                .registration()
                                .register(
                                        new ClientMetadata(
                                                List.of(LOOPBACK),
                                                "Old name",
                                                "none",
                                                null,
                                                List.of("authorization_code"),
                                                List.of("code"),
                                                "mcp",
                                                "native",
                                                "https://app.example.com",
                                                "software",
                                                "1")));
        gateway.clock.forward(Duration.ofDays(1));

        ClientInformation next =
                current(
                        update(
                                client,
                                new ClientMetadata(
                                        List.of("http://localhost/new"),
                                        null,
                                        null,
                                        null,
                                        List.of(),
                                        List.of(),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null)));

        assertThat(next.metadata())
                .isEqualTo(
                        new ClientMetadata(
                                List.of("http://localhost/new"),
                                null,
                                "none",
                                null,
                                List.of("authorization_code", "refresh_token"),
                                List.of("code"),
                                null,
                                null,
                                null,
                                null,
                                null));
        assertThat(next.issuedAt()).isEqualTo(client.issuedAt());
        assertThat(next.management()).isEqualTo(client.management());
        assertThat(read(client)).isEqualTo(next);
    }

    @Test
    @DisplayName("AS-E-02: the new redirect URIs count from now on, the old ones no more")
    void newRedirectUrisCount() {
        ClientInformation client = gateway.publicClient();

        ClientInformation next =
                current(update(client, metadata("none", "http://127.0.0.1/other")));

        assertThat(gateway.code(next)).isNotEmpty();
        Form old = gateway.authorization(client);
        assertThat(gateway.authorize(old).getClass().getSimpleName()).isEqualTo("Refused");
    }

    @Test
    @DisplayName("AS-E-02: client_id has to be repeated")
    void theClientIdIsRepeated() {
        ClientInformation client = gateway.publicClient();
        String right = client.clientId().value();

        for (String id : new String[] {null, "", "other", right + "x", right.substring(1)}) {
            assertRefused(
                    management.update(
                            client.clientId(),
                            token(client),
                            new ClientUpdate(id, null, metadata("none", WEB))),
                    OAuthError.INVALID_CLIENT_METADATA);
        }
        assertThat(read(client).metadata()).isEqualTo(client.metadata());
    }

    @Test
    @DisplayName("AS-E-02: a client_secret in it must be the current one")
    void aSecretCannotBeChosen() {
        ClientInformation client = gateway.register("client_secret_post", WEB);
        ClientMetadata metadata = metadata("client_secret_basic", WEB);
        String right = secret(client).reveal();

        for (String chosen : new String[] {"", "chosen", right + "x", right.substring(1)}) {
            assertRefused(
                    update(client, Secret.of(chosen), metadata),
                    OAuthError.INVALID_CLIENT_METADATA);
        }
        assertThat(read(client).metadata()).isEqualTo(client.metadata());
        ClientInformation next = current(update(client, secret(client), metadata));
        assertThat(next.clientSecret()).isNull();
    }

    @Test
    @DisplayName("AS-E-02: a client without a secret has none to repeat")
    void aPublicClientCannotBringASecret() {
        ClientInformation client = gateway.publicClient();

        for (String method : new String[] {"none", "client_secret_post"}) {
            for (String chosen : new String[] {"", "chosen"}) {
                assertRefused(
                        update(client, Secret.of(chosen), metadata(method, LOOPBACK)),
                        OAuthError.INVALID_CLIENT_METADATA);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "javascript:alert(1), none, INVALID_REDIRECT_URI",
        "http://app.example.com/cb, none, INVALID_REDIRECT_URI",
        "https://app.example.com/cb, client_secret_jwt, INVALID_CLIENT_METADATA"
    })
    @DisplayName("AS-E-03: the rules of a registration hold, and a refusal changes nothing")
    void theRulesOfARegistrationHold(String uri, String method, OAuthError error) {
        ClientInformation client = gateway.publicClient();

        assertRefused(update(client, metadata(method, uri)), error);
        assertRefused(update(client, metadata("none")), OAuthError.INVALID_REDIRECT_URI);
        assertThat(read(client)).isEqualTo(client);
    }

    @Test
    @DisplayName("AS-E-02: a method that needs a secret brings one, which is told once and works")
    void aNewMethodBringsASecret() {
        ClientInformation client = gateway.publicClient();

        ClientInformation next = current(update(client, metadata("client_secret_post", LOOPBACK)));

        assertThat(secret(next).reveal()).matches("[A-Za-z0-9_-]{43}");
        assertThat(gateway.stored(Store.Kind.CLIENT, client.clientId().value()).orElseThrow())
                .doesNotContain(secret(next).reveal());
        assertThat(read(client).clientSecret()).isNull();
        String code = gateway.code(next);
        refused(gateway.token(gateway.exchange(client, code)), OAuthError.INVALID_CLIENT);
        issued(gateway.token(gateway.exchange(next, code)));
    }

    @Test
    @DisplayName("AS-E-02: a client that has a secret keeps it")
    void aSecretIsKept() {
        ClientInformation client = gateway.register("client_secret_post", WEB);

        ClientInformation next = current(update(client, metadata("client_secret_basic", WEB)));

        assertThat(next.clientSecret()).isNull();
        issued(gateway.token(gateway.exchange(client, gateway.code(client))));
    }

    @Test
    @DisplayName("AS-E-02: a method without a secret drops it, and coming back brings another")
    void aSecretIsDropped() {
        ClientInformation client = gateway.register("client_secret_post", WEB);
        String code = gateway.code(client);

        ClientInformation open = current(update(client, metadata("none", WEB)));

        assertThat(open.clientSecret()).isNull();
        refused(gateway.token(gateway.exchange(client, code)), OAuthError.INVALID_CLIENT);
        issued(gateway.token(gateway.exchange(open, gateway.code(open))));
        ClientInformation back = current(update(client, metadata("client_secret_post", WEB)));
        assertThat(back.clientSecret()).isNotNull().isNotEqualTo(client.clientSecret());
        refused(gateway.token(gateway.exchange(client, code)), OAuthError.INVALID_CLIENT);
    }

    @Test
    @DisplayName("AS-E-02: what a confidential client was granted is not for the taking afterwards")
    void anUpdateDoesNotWeakenOlderGrants() {
        ClientInformation client = gateway.register("client_secret_post", WEB);
        TokenResponse tokens = gateway.signIn(client);

        ClientInformation open = current(update(client, metadata("none", WEB)));

        refused(
                gateway.token(gateway.refresh(open, tokens.refreshToken())),
                OAuthError.INVALID_GRANT);
    }

    @Test
    @DisplayName("AS-E-02: an update neither shortens nor lengthens the registration's life")
    void anUpdateKeepsTheEnd() {
        ClientInformation client = gateway.publicClient();
        gateway.clock.forward(Duration.ofDays(89));
        current(update(client, metadata("none", WEB)));

        gateway.clock.forward(Duration.ofDays(1).minusMillis(1));
        assertThat(read(client).metadata().redirectUris()).containsExactly(WEB);
        gateway.clock.forward(Duration.ofMillis(1));
        assertOpensNothing(client.clientId(), token(client));
    }

    // --- delete

    @Test
    @DisplayName("AS-E-04: DELETE ends the client, its codes and its tokens at once")
    void nothingOutlivesTheClient() {
        ClientInformation client = gateway.publicClient();
        String code = gateway.code(client);
        TokenResponse tokens = gateway.signIn(client);
        assertThat(gateway.check(tokens.accessToken())).isInstanceOf(BearerCheck.Allowed.class);

        assertThat(management.delete(client.clientId(), token(client)))
                .isEqualTo(new ManagementOutcome.Deleted());

        assertThat(gateway.check(tokens.accessToken()))
                .isEqualTo(new BearerCheck.Refused(BearerProblem.REVOKED));
        refused(gateway.token(gateway.exchange(client, code)), OAuthError.INVALID_CLIENT);
        refused(
                gateway.token(gateway.refresh(client, tokens.refreshToken())),
                OAuthError.INVALID_CLIENT);
        assertThat(gateway.ids(Store.Kind.CLIENT)).isEmpty();
        assertOpensNothing(client.clientId(), token(client));
    }

    @Test
    void othersOutliveIt() {
        ClientInformation client = gateway.publicClient();
        ClientInformation other = gateway.publicClient();
        TokenResponse tokens = gateway.signIn(other);

        management.delete(client.clientId(), token(client));

        assertThat(gateway.check(tokens.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
        assertThat(read(other)).isEqualTo(other);
    }

    @Test
    @DisplayName("AS-E-04: another node lets an access token go on for less than 5 seconds")
    void anotherNodeSeesTheEndWithinFiveSeconds() {
        ClientInformation client = gateway.publicClient();
        TokenResponse tokens = gateway.signIn(client);
        var node = gateway.anotherNode();
        var resource = gateway.resources.shared();
        assertThat(node.bearerTokens().check(tokens.accessToken(), resource))
                .isInstanceOf(BearerCheck.Allowed.class);

        management.delete(client.clientId(), token(client));

        TokenOutcome refresh =
                node.tokens()
                        .token(
                                new ClientRequest(
                                        gateway.refresh(client, tokens.refreshToken()).parameters(),
                                        null));
        refused(refresh, OAuthError.INVALID_CLIENT);
        gateway.clock.forward(Duration.ofSeconds(5));
        assertThat(node.bearerTokens().check(tokens.accessToken(), resource))
                .isEqualTo(new BearerCheck.Refused(BearerProblem.REVOKED));
    }

    @Test
    void aStoreThatIsAwayIsNoVerdict() {
        ClientInformation client = gateway.publicClient();
        gateway.store.away = true;

        assertThatThrownBy(() -> management.read(client.clientId(), token(client)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> update(client, metadata("none", WEB)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> management.delete(client.clientId(), token(client)))
                .isInstanceOf(StoreUnavailableException.class);
        gateway.store.away = false;
        assertThat(read(client)).isEqualTo(client);
    }
}
