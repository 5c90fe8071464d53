package dev.keystile.oauth.impl.rfc7592;

import static dev.keystile.oauth.impl.InMemoryServer.LOOPBACK;
import static dev.keystile.oauth.impl.InMemoryServer.WEB;
import static dev.keystile.oauth.impl.InMemoryServer.metadata;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static dev.keystile.oauth.impl.rfc7592.Managing.secret;
import static dev.keystile.oauth.impl.rfc7592.Managing.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.ClientUpdate;
import dev.keystile.oauth.api.ManagementOutcome;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import dev.keystile.oauth.impl.InMemoryServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationManagementTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final Managing managing = new Managing(gateway.server);

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
                .contains("\"manage\":\"")
                .doesNotContain(token(one).reveal());
    }

    // --- read

    @Test
    @DisplayName("AS-E-02: GET gives all that is registered, with the same token again")
    void aRegistrationCanBeRead() {
        ClientInformation client = gateway.publicClient();
        gateway.clock.forward(Duration.ofDays(1));

        assertThat(managing.read(client)).isEqualTo(client);
    }

    @Test
    @DisplayName("AS-E-02: a secret cannot be read again")
    void theSecretIsNotShownAgain() {
        ClientInformation client = gateway.register("client_secret_basic", WEB);

        ClientInformation again = managing.read(client);

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
        assertThat(managing.read(client).metadata()).isEqualTo(client.metadata());
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
        assertThat(gateway.documents.asked()).isEmpty();
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

        assertThat(managing.management().read(id, token)).isEqualTo(unauthorized);
        assertThat(managing.management().update(id, token, update)).isEqualTo(unauthorized);
        assertThat(managing.management().delete(id, token)).isEqualTo(unauthorized);
    }

    // --- delete

    @Test
    @DisplayName("AS-E-04: DELETE ends the client, its codes and its tokens at once")
    void nothingOutlivesTheClient() {
        ClientInformation client = gateway.publicClient();
        String code = gateway.code(client);
        TokenResponse tokens = gateway.signIn(client);
        assertThat(gateway.check(tokens.accessToken())).isInstanceOf(BearerCheck.Allowed.class);

        assertThat(managing.management().delete(client.clientId(), token(client)))
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

        managing.management().delete(client.clientId(), token(client));

        assertThat(gateway.check(tokens.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
        assertThat(managing.read(other)).isEqualTo(other);
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

        managing.management().delete(client.clientId(), token(client));

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

        assertThatThrownBy(() -> managing.management().read(client.clientId(), token(client)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> managing.update(client, metadata("none", WEB)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> managing.management().delete(client.clientId(), token(client)))
                .isInstanceOf(StoreUnavailableException.class);
        gateway.store.away = false;
        assertThat(managing.read(client)).isEqualTo(client);
    }
}
