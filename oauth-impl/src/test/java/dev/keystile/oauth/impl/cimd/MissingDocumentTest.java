package dev.keystile.oauth.impl.cimd;

import static dev.keystile.oauth.impl.InMemoryServer.basic;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationRequest;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.impl.AuthorizationServerSettings;
import dev.keystile.oauth.impl.ClientPolicy;
import dev.keystile.oauth.impl.DefaultAuthorizationServer;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.LogLines;
import dev.keystile.oauth.impl.TokenSettings;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A document that cannot be had, at both endpoints. */
class MissingDocumentTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = Described.client();

    MissingDocumentTest() {
        gateway.documents.serve(Described.URL, Described.document(Described.URL).toString());
    }

    @Test
    @DisplayName("AS-C-15: whatever is wrong with a document, the page says the same")
    void failuresLookAlike() {
        gateway.documents.cutOff(Described.URL);
        var cutOff = Described.refused(gateway.authorize(Described.authorization(gateway)));
        gateway.documents.withdraw(Described.URL);
        var gone = Described.refused(gateway.authorize(Described.authorization(gateway)));
        gateway.documents.spoil(Described.URL);
        var spoilt = Described.refused(gateway.authorize(Described.authorization(gateway)));

        assertThat(cutOff.failure().detail()).isEqualTo("cut off by the test");
        assertThat(gone.failure().detail()).isEqualTo("the document is withdrawn");
        assertThat(spoilt.failure().detail()).isEqualTo("spoilt by the test");
    }

    @Test
    @DisplayName("AS-C-15: the log says which client and why")
    void theLogSaysWhy() {
        gateway.documents.cutOff(Described.URL);
        try (LogLines log = new LogLines()) {
            gateway.authorize(Described.authorization(gateway));

            assertThat(log.of("client.unresolved"))
                    .containsExactly(
                            "client.unresolved client="
                                    + Described.URL
                                    + " reason=cut off by the test");
        }
    }

    @Test
    @DisplayName("AS-C-15: a connection lives on while the document cannot be reached")
    void refreshingDoesNotNeedTheDocument() {
        gateway.documents.serve(
                Described.URL,
                Described.document(Described.URL).toString(),
                Duration.ofSeconds(30));
        String code = gateway.code(client);
        gateway.clock.forward(Duration.ofSeconds(30));
        gateway.documents.cutOff(Described.URL);
        TokenResponse tokens = issued(gateway.token(gateway.exchange(client, code)));
        gateway.clock.forward(Duration.ofDays(1));

        TokenResponse next = issued(gateway.token(gateway.refresh(client, tokens.refreshToken())));

        assertThat(next.refreshToken()).isNotEqualTo(tokens.refreshToken());
    }

    @Test
    @DisplayName("AS-C-15: but not with a secret that nobody could have given it")
    void secretsAreNotTakenOnTrust() {
        TokenResponse tokens = gateway.signIn(client);
        cutOffNow();

        refused(
                gateway.token(
                        gateway.refresh(client, tokens.refreshToken()).and("client_secret", "x")),
                OAuthError.INVALID_CLIENT);
        refused(
                gateway.token(
                        gateway.refresh(client, tokens.refreshToken()), basic(Described.URL, "x")),
                OAuthError.INVALID_CLIENT);
        issued(gateway.token(gateway.refresh(client, tokens.refreshToken())));
    }

    @Test
    @DisplayName("AS-C-15: a client whose document is withdrawn is none: invalid_client")
    void withdrawnClientsAreUnknown() {
        TokenResponse tokens = gateway.signIn(client);
        gateway.clock.forward(Duration.ofHours(1));
        gateway.documents.withdraw(Described.URL);
        try (LogLines log = new LogLines()) {
            TokenOutcome.Refused refused =
                    refused(
                            gateway.token(gateway.refresh(client, tokens.refreshToken())),
                            OAuthError.INVALID_CLIENT);

            assertThat(refused.failure().description()).doesNotContain("withdrawn", "document");
            assertThat(log.of("client.rejected"))
                    .singleElement()
                    .asString()
                    .contains("client=" + Described.URL);
        }
    }

    @Test
    @DisplayName("AS-C-15: so is one whose document became useless")
    void spoiltClientsAreUnknown() {
        TokenResponse tokens = gateway.signIn(client);
        gateway.clock.forward(Duration.ofHours(1));
        gateway.documents.spoil(Described.URL);

        refused(
                gateway.token(gateway.refresh(client, tokens.refreshToken())),
                OAuthError.INVALID_CLIENT);
    }

    @Test
    @DisplayName("AS-M-10: the server says that it reads documents")
    void itIsAnnounced() {
        assertThat(gateway.server.metadata().clientIdMetadataDocumentSupported()).isTrue();
        assertThat(gateway.server.metadata().tokenEndpointAuthMethodsSupported()).contains("none");
    }

    @Test
    @DisplayName("AS-M-10: or that it does not, and then reads none")
    void itCanBeSwitchedOff() {
        try (var server = onItsOwn(gateway, new ClientPolicy(Set.of(), false, true, false))) {
            assertThat(server.metadata().clientIdMetadataDocumentSupported()).isFalse();
            var refused = undescribed(server, Described.URL);
            assertThat(refused.failure().detail())
                    .isEqualTo("client metadata documents are switched off");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/client.json",
                "https://[::1]/client.json",
                "https://localhost/client.json",
                "https://10.0.0.1/client.json",
                "https://169.254.169.254/latest/meta-data"
            })
    @DisplayName("AS-C-06, SEC-04: a server of the internet asks no machine of its own network")
    void aPublicServerKeepsOut(String url) {
        InMemoryServer publicly =
                new InMemoryServer(
                        "https://mcp.example.com",
                        TokenSettings.DEFAULT,
                        true,
                        UserIdTrust.CLAIMED);
        try (var server = onItsOwn(publicly, ClientPolicy.DEFAULT)) {
            assertThat(undescribed(server, url).failure().detail())
                    .isEqualTo("an address or port of the host may not be asked");
        }
    }

    private void cutOffNow() {
        gateway.clock.forward(Duration.ofHours(1));
        gateway.documents.cutOff(Described.URL);
    }

    private AuthorizationOutcome.Undescribed undescribed(
            DefaultAuthorizationServer server, String url) {
        return Described.refused(
                server.authorization()
                        .authorize(
                                new AuthorizationRequest(
                                        Described.authorization(gateway)
                                                .with("client_id", url)
                                                .parameters(),
                                        null)));
    }

    /** As an embedder makes it: it fetches on its own. */
    private static DefaultAuthorizationServer onItsOwn(InMemoryServer like, ClientPolicy policy) {
        return new DefaultAuthorizationServer(
                new AuthorizationServerSettings(
                        like.resources, TokenSettings.DEFAULT, like.secret, true, policy),
                like.store,
                like.verifier,
                RateLimiter.NONE,
                Observer.NONE,
                null,
                like.clock,
                like.random);
    }
}
