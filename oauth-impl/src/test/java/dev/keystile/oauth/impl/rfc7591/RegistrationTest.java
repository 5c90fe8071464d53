package dev.keystile.oauth.impl.rfc7591;

import static dev.keystile.oauth.impl.InMemoryServer.metadata;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.RegistrationOutcome;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.InMemoryServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {
    private static final String WEB = "https://app.example.com/callback";

    private final InMemoryServer gateway = new InMemoryServer();

    @Test
    @DisplayName(
            "AS-D-02, AS-D-03, AS-D-05: all that was registered comes back, defaults filled in")
    void whatWasLeftOutIsFilledIn() {
        ClientInformation client = registered(metadata(null, WEB));

        assertThat(client.metadata())
                .isEqualTo(
                        new ClientMetadata(
                                List.of(WEB),
                                "Test client",
                                "client_secret_post",
                                null,
                                List.of("authorization_code", "refresh_token"),
                                List.of("code"),
                                null,
                                null,
                                null,
                                null,
                                null));
        assertThat(client.issuedAt()).isEqualTo(gateway.clock.instant());
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost/cb, none",
        "http://127.0.0.1:1234/cb, none",
        "cursor://anysphere.cursor-mcp/oauth/callback, none",
        "com.example.app:/callback, none",
        "https://app.example.com/cb, client_secret_post"
    })
    @DisplayName("AS-D-05: the default method depends on where the client runs")
    void theDefaultMethodFollowsTheRedirectUri(String uri, String method) {
        assertThat(registered(metadata(null, uri)).metadata().tokenEndpointAuthMethod())
                .isEqualTo(method);
    }

    @Test
    void oneWebUriAmongOthersMakesTheDefaultConfidential() {
        assertThat(
                        registered(metadata(null, "http://localhost/cb", WEB))
                                .metadata()
                                .tokenEndpointAuthMethod())
                .isEqualTo("client_secret_post");
    }

    @ParameterizedTest
    @CsvSource({"none, false", "client_secret_post, true", "client_secret_basic, true"})
    @DisplayName("AS-D-09: a secret exactly for the methods that need one")
    void aSecretIsIssuedWhereOneIsNeeded(String method, boolean secret) {
        ClientInformation client = gateway.register(method, WEB);

        assertThat(client.metadata().tokenEndpointAuthMethod()).isEqualTo(method);
        assertThat(client.clientSecret() != null).isEqualTo(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_secret_jwt", "", "NONE", "none ", "tls_client_auth"})
    void anUnknownMethodIsRefused(String method) {
        assertRefused(metadata(method, WEB), OAuthError.INVALID_CLIENT_METADATA);
    }

    @Test
    @DisplayName("AS-D-12: ids and secrets are long, differ, and only a digest is stored")
    void secretsAreRandomAndNotStored() {
        List<ClientInformation> clients =
                IntStream.range(0, 50)
                        .mapToObj(_ -> gateway.register("client_secret_post", WEB))
                        .toList();

        assertThat(clients.stream().map(ClientInformation::clientId).distinct()).hasSize(50);
        assertThat(clients.stream().map(ClientInformation::clientSecret).distinct()).hasSize(50);
        ClientInformation one = clients.getFirst();
        assertThat(one.clientId().value()).matches("[A-Za-z0-9_-]{32}");
        assertThat(Objects.requireNonNull(one.clientSecret()).reveal())
                .matches("[A-Za-z0-9_-]{43}");
        assertThat(stored(one)).doesNotContain(one.clientSecret().reveal());
    }

    @Test
    @DisplayName("AS-D-13: an unused registration lives 90 days")
    void anUnusedRegistrationLivesNinetyDays() {
        ClientInformation client = gateway.publicClient();
        gateway.clock.forward(Duration.ofDays(90).minusMillis(1));
        assertThat(gateway.knows(client)).isTrue();

        gateway.clock.forward(Duration.ofMillis(1));
        assertThat(gateway.knows(client)).isFalse();
    }

    @Test
    @DisplayName("AS-D-07: what Cursor registers")
    void cursorsThreeUrisAreKept() {
        String[] uris = {
            "cursor://anysphere.cursor-mcp/oauth/callback",
            "https://www.cursor.com/agents/mcp/oauth/callback",
            "http://localhost:8787/callback"
        };

        assertThat(registered(metadata("none", uris)).metadata().redirectUris())
                .containsExactly(uris);
    }

    @Test
    void aMerelyUnlistedSchemeIsDropped() {
        assertThat(registered(metadata("none", "myapp://callback", WEB)).metadata().redirectUris())
                .containsExactly(WEB);
    }

    @Test
    void onlyUnlistedSchemesAreRefused() {
        assertRefused(metadata("none", "myapp://callback"), OAuthError.INVALID_REDIRECT_URI);
    }

    @Test
    void aRepeatedUriIsKeptOnce() {
        assertThat(registered(metadata("none", WEB, WEB)).metadata().redirectUris())
                .containsExactly(WEB);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "javascript://app.example.com/%0aalert(1)",
                "JavaScript://x/%0aalert(1)",
                "data://text/html,x",
                "data:text/html,x",
                "vbscript://x",
                "file:///etc/passwd",
                "blob://x/y",
                "about://blank",
                "view-source://x",
                "ftp://app.example.com/cb",
                "ws://app.example.com/cb",
                "wss://app.example.com/cb",
                "http://app.example.com/cb",
                "http://localhost.example.com/cb",
                "http://127.0.0.1.example.com/cb",
                "http://127.0.0.2/cb",
                "http://0.0.0.0/cb",
                "http://[::]/cb",
                "http://localhost@example.com/cb",
                "https://user@example.com/cb",
                "https://user:password@example.com/cb",
                "https://example.com/cb#fragment",
                "https://example.com/cb?state=1",
                "https://example.com/cb?a=b&code=1",
                "https://example.com/cb?iss",
                "https://example.com/cb#",
                "https:///cb",
                "https:/cb",
                "https:cb",
                "https://",
                "//example.com/cb",
                "/cb",
                "",
                " ",
                "https://example.com/c b",
                "https://example.com/cb ",
                " https://example.com/cb",
                "https://example.com/\u0000",
                "https://example.com/\r\nLocation: x",
                "https://example.com/é",
                "https://example.com\\@evil.example/cb",
                "https://example.com/%zz",
                "https://exa\u202Emple.com/cb",
                "https://[::1/cb",
                "https://example.com:port/cb",
                "https://example.com:65536/cb",
                "http://localhost:65536/cb",
                "not a uri"
            })
    @DisplayName("AS-D-07, W-19: a dangerous or malformed redirect URI refuses the registration")
    void aDangerousRedirectUriIsRefused(String uri) {
        assertRefused(metadata("none", uri), OAuthError.INVALID_REDIRECT_URI);
        assertRefused(metadata("none", WEB, uri), OAuthError.INVALID_REDIRECT_URI);
    }

    @Test
    void withoutRedirectUrisNothingIsRegistered() {
        assertRefused(metadata("none"), OAuthError.INVALID_REDIRECT_URI);
    }

    @Test
    @DisplayName("AS-D-07: at most 10 redirect URIs")
    void tenRedirectUrisAreEnough() {
        String[] uris = IntStream.range(0, 11).mapToObj(i -> WEB + "/" + i).toArray(String[]::new);

        assertThat(registered(metadata("none", Arrays.copyOf(uris, 10))).metadata().redirectUris())
                .hasSize(10);
        assertRefused(metadata("none", uris), OAuthError.INVALID_REDIRECT_URI);
    }

    @Test
    @DisplayName("AS-D-07: at most 2048 characters each")
    void aRedirectUriHasAtMost2048Characters() {
        String longest = WEB + "?" + "a".repeat(2048 - WEB.length() - 1);

        assertThat(registered(metadata("none", longest)).metadata().redirectUris())
                .containsExactly(longest);
        assertRefused(metadata("none", longest + "a"), OAuthError.INVALID_REDIRECT_URI);
    }

    @Test
    @DisplayName("AS-D-10: unsupported grant and response types are dropped, the code is a must")
    void unsupportedTypesAreDropped() {
        ClientMetadata asked =
                with(
                        List.of("implicit", "refresh_token", "authorization_code"),
                        List.of("token", "code"),
                        null,
                        null);

        assertThat(registered(asked).metadata().grantTypes())
                .containsExactly("authorization_code", "refresh_token");
        assertThat(registered(asked).metadata().responseTypes()).containsExactly("code");
        assertRefused(
                with(List.of("client_credentials"), List.of(), null, null),
                OAuthError.INVALID_CLIENT_METADATA);
        assertRefused(
                with(List.of("refresh_token"), List.of(), null, null),
                OAuthError.INVALID_CLIENT_METADATA);
        assertRefused(
                with(List.of(), List.of("token"), null, null), OAuthError.INVALID_CLIENT_METADATA);
    }

    @Test
    @DisplayName("AS-D-04: an empty scope is no scope")
    void anEmptyScopeIsLeftOut() {
        assertThat(registered(with(List.of(), List.of(), "", null)).metadata().scope()).isNull();
        assertThat(registered(with(List.of(), List.of(), "  ", null)).metadata().scope()).isNull();
        assertThat(registered(with(List.of(), List.of(), "admin", null)).metadata().scope())
                .isNull();
        assertThat(
                        registered(with(List.of(), List.of(), " admin  offline_access mcp", null))
                                .metadata()
                                .scope())
                .isEqualTo("offline_access mcp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\u202e\u0000", "\ud83d"})
    void anEmptyNameIsNoName(String name) {
        assertThat(named(name).clientName()).isNull();
    }

    @Test
    void aNullNameIsNoName() {
        assertThat(named(null).clientName()).isNull();
    }

    @Test
    @DisplayName("AS-U-11: direction, control and invisible characters are stripped from a name")
    void aNameIsCleaned() {
        assertThat(named("Cla\u202Eude\u0000\u200B\r\n<b> ").clientName()).isEqualTo("Claude<b>");
    }

    @Test
    @DisplayName("AS-D-08: application_type is echoed and never decides")
    void theApplicationTypeIsAHint() {
        for (String type : new String[] {"native", "web"}) {
            ClientMetadata asked = text(type, null, null, null);
            assertThat(registered(asked).metadata().applicationType()).isEqualTo(type);
        }
    }

    @Test
    void textsAreBounded() {
        String longest = "a".repeat(512);
        ClientMetadata kept =
                registered(text(longest, "https://" + longest.substring(8), longest, longest))
                        .metadata();

        assertThat(kept.softwareId()).isEqualTo(longest);
        assertThat(kept.softwareVersion()).isEqualTo(longest);
        assertThat(kept.applicationType()).isEqualTo(longest);
        assertThat(kept.clientUri()).hasSize(512);
        String more = longest + "a";
        assertRefused(text(more, null, null, null), OAuthError.INVALID_CLIENT_METADATA);
        assertRefused(
                text(null, "https://" + longest, null, null), OAuthError.INVALID_CLIENT_METADATA);
        assertRefused(text(null, null, more, null), OAuthError.INVALID_CLIENT_METADATA);
        assertRefused(text(null, null, null, more), OAuthError.INVALID_CLIENT_METADATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "", "app.example.com", "ftp://x"})
    @DisplayName("AS-D-04: a client_uri that is no web page is left out")
    void aClientUriIsAWebPage(String uri) {
        assertThat(registered(text(null, uri, null, null)).metadata().clientUri()).isNull();
    }

    @Test
    void aRefusalStoresNothing() {
        gateway.server.registration().register(metadata("none", "javascript:alert(1)"));

        assertThat(gateway.ids(Store.Kind.CLIENT)).isEmpty();
    }

    private ClientMetadata named(String name) {
        return registered(
                        new ClientMetadata(
                                List.of(WEB),
                                name,
                                "none",
                                null,
                                List.of(),
                                List.of(),
                                null,
                                null,
                                null,
                                null,
                                null))
                .metadata();
    }

    private static ClientMetadata with(
            List<String> grantTypes, List<String> responseTypes, String scope, String type) {
        return new ClientMetadata(
                List.of(WEB),
                null,
                "none",
                null,
                grantTypes,
                responseTypes,
                scope,
                type,
                null,
                null,
                null);
    }

    private static ClientMetadata text(String type, String uri, String id, String version) {
        return new ClientMetadata(
                List.of(WEB),
                null,
                "none",
                null,
                List.of(),
                List.of(),
                null,
                type,
                uri,
                id,
                version);
    }

    private ClientInformation registered(ClientMetadata asked) {
        return InMemoryServer.registered(gateway.server.registration().register(asked));
    }

    private void assertRefused(ClientMetadata asked, OAuthError error) {
        RegistrationOutcome outcome = gateway.server.registration().register(asked);
        assertThat(outcome).isInstanceOf(RegistrationOutcome.Refused.class);
        assertThat(((RegistrationOutcome.Refused) outcome).failure().error()).isEqualTo(error);
    }

    private String stored(ClientInformation client) {
        return gateway.store
                .find(new Store.Key(Store.Kind.CLIENT, client.clientId().value()))
                .orElseThrow()
                .value();
    }
}
