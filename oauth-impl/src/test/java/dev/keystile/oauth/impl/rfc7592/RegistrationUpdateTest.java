package dev.keystile.oauth.impl.rfc7592;

import static dev.keystile.oauth.impl.InMemoryServer.LOOPBACK;
import static dev.keystile.oauth.impl.InMemoryServer.WEB;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.metadata;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static dev.keystile.oauth.impl.rfc7592.Managing.current;
import static dev.keystile.oauth.impl.rfc7592.Managing.secret;
import static dev.keystile.oauth.impl.rfc7592.Managing.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientKeys;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ClientUpdate;
import dev.keystile.oauth.api.ManagementOutcome;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.SigningKeys;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 2.2: a registration is replaced. */
class RegistrationUpdateTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final Managing managing = new Managing(gateway.server);

    private static void assertRefused(ManagementOutcome outcome, OAuthError error) {
        assertThat(outcome).isInstanceOf(ManagementOutcome.Refused.class);
        var failure = ((ManagementOutcome.Refused) outcome).failure();
        assertThat(failure.error()).isEqualTo(error);
        assertThat(failure.description()).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
    }

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
                        managing.update(
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
        assertThat(managing.read(client)).isEqualTo(next);
    }

    @Test
    @DisplayName("AS-E-02: the new redirect URIs count from now on, the old ones no more")
    void newRedirectUrisCount() {
        ClientInformation client = gateway.publicClient();

        ClientInformation next =
                current(managing.update(client, metadata("none", "http://127.0.0.1/other")));

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
                    managing.management()
                            .update(
                                    client.clientId(),
                                    token(client),
                                    new ClientUpdate(id, null, metadata("none", WEB))),
                    OAuthError.INVALID_CLIENT_METADATA);
        }
        assertThat(managing.read(client).metadata()).isEqualTo(client.metadata());
    }

    @Test
    @DisplayName("AS-E-02: a client_secret in it must be the current one")
    void aSecretCannotBeChosen() {
        ClientInformation client = gateway.register("client_secret_post", WEB);
        ClientMetadata metadata = metadata("client_secret_basic", WEB);
        String right = secret(client).reveal();

        for (String chosen : new String[] {"", "chosen", right + "x", right.substring(1)}) {
            assertRefused(
                    managing.update(client, Secret.of(chosen), metadata),
                    OAuthError.INVALID_CLIENT_METADATA);
        }
        assertThat(managing.read(client).metadata()).isEqualTo(client.metadata());
        ClientInformation next = current(managing.update(client, secret(client), metadata));
        assertThat(next.clientSecret()).isNull();
    }

    @Test
    @DisplayName("AS-E-02: a client without a secret has none to repeat")
    void aPublicClientCannotBringASecret() {
        ClientInformation client = gateway.publicClient();

        for (String method : new String[] {"none", "client_secret_post"}) {
            for (String chosen : new String[] {"", "chosen"}) {
                assertRefused(
                        managing.update(client, Secret.of(chosen), metadata(method, LOOPBACK)),
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

        assertRefused(managing.update(client, metadata(method, uri)), error);
        assertRefused(managing.update(client, metadata("none")), OAuthError.INVALID_REDIRECT_URI);
        assertThat(managing.read(client)).isEqualTo(client);
    }

    @Test
    @DisplayName("AS-E-02: a method that needs a secret brings one, which is told once and works")
    void aNewMethodBringsASecret() {
        ClientInformation client = gateway.publicClient();

        ClientInformation next =
                current(managing.update(client, metadata("client_secret_post", LOOPBACK)));

        assertThat(secret(next).reveal()).matches("[A-Za-z0-9_-]{43}");
        assertThat(gateway.stored(Store.Kind.CLIENT, client.clientId().value()).orElseThrow())
                .doesNotContain(secret(next).reveal());
        assertThat(managing.read(client).clientSecret()).isNull();
        String code = gateway.code(next);
        refused(gateway.token(gateway.exchange(client, code)), OAuthError.INVALID_CLIENT);
        issued(gateway.token(gateway.exchange(next, code)));
    }

    @Test
    @DisplayName("AS-E-02: a client that has a secret keeps it")
    void aSecretIsKept() {
        ClientInformation client = gateway.register("client_secret_post", WEB);

        ClientInformation next =
                current(managing.update(client, metadata("client_secret_basic", WEB)));

        assertThat(next.clientSecret()).isNull();
        issued(gateway.token(gateway.exchange(client, gateway.code(client))));
    }

    @Test
    @DisplayName("AS-E-02: a method without a secret drops it, and coming back brings another")
    void aSecretIsDropped() {
        ClientInformation client = gateway.register("client_secret_post", WEB);
        String code = gateway.code(client);

        ClientInformation open = current(managing.update(client, metadata("none", WEB)));

        assertThat(open.clientSecret()).isNull();
        refused(gateway.token(gateway.exchange(client, code)), OAuthError.INVALID_CLIENT);
        issued(gateway.token(gateway.exchange(open, gateway.code(open))));
        ClientInformation back =
                current(managing.update(client, metadata("client_secret_post", WEB)));
        assertThat(back.clientSecret()).isNotNull().isNotEqualTo(client.clientSecret());
        refused(gateway.token(gateway.exchange(client, code)), OAuthError.INVALID_CLIENT);
    }

    @Test
    @DisplayName("AS-E-02: keys take the place of a secret")
    void keysTakeThePlaceOfASecret() {
        ClientInformation client = gateway.register("client_secret_post", WEB);

        ClientMetadata keys = metadata(SigningKeys.inline(SigningKeys.P256));
        ClientInformation next = current(managing.update(client, keys));

        assertThat(next.clientSecret()).isNull();
        assertThat(next.metadata().keys()).isInstanceOf(ClientKeys.Inline.class);
        assertThat(managing.read(client)).isEqualTo(next);
        refused(gateway.token(gateway.refresh(client, Secret.of("x"))), OAuthError.INVALID_CLIENT);
    }

    @Test
    @DisplayName("AS-E-02: what a confidential client was granted is not for the taking afterwards")
    void anUpdateDoesNotWeakenOlderGrants() {
        ClientInformation client = gateway.register("client_secret_post", WEB);
        TokenResponse tokens = gateway.signIn(client);

        ClientInformation open = current(managing.update(client, metadata("none", WEB)));

        refused(
                gateway.token(gateway.refresh(open, tokens.refreshToken())),
                OAuthError.INVALID_GRANT);
    }

    @Test
    @DisplayName("AS-E-02: an update neither shortens nor lengthens the registration's life")
    void anUpdateKeepsTheEnd() {
        ClientInformation client = gateway.publicClient();
        gateway.clock.forward(Duration.ofDays(89));
        current(managing.update(client, metadata("none", WEB)));

        gateway.clock.forward(Duration.ofDays(1).minusMillis(1));
        assertThat(managing.read(client).metadata().redirectUris()).containsExactly(WEB);
        gateway.clock.forward(Duration.ofMillis(1));
        assertThat(managing.management().read(client.clientId(), token(client)))
                .isEqualTo(new ManagementOutcome.Unauthorized());
    }
}
