package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.LoginStart;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Discovery and the request to the provider, OpenID Connect Discovery 1.0 and Core 1.0 3.1.2.1. */
class OpenIdStartTest {
    private final LoopbackProvider provider = new LoopbackProvider();

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void requestHasEverythingThatIsCheckedLater() {
        String url = url(provider.client());
        Parameters query = query(url);

        assertThat(url).startsWith(provider.issuer() + "/authorize?tenant=1&");
        assertThat(query.value("response_type")).isEqualTo("code");
        assertThat(query.value("client_id")).isEqualTo(LoopbackProvider.CLIENT);
        assertThat(query.value("redirect_uri"))
                .isEqualTo("https://keystile.example/oauth/identity");
        assertThat(query.value("scope")).isEqualTo("openid email");
        assertThat(query.secret("state")).isEqualTo(LoopbackProvider.STATE);
        assertThat(query.secret("nonce")).isEqualTo(provider.login().nonce());
        assertThat(Pkce.verifies(provider.login().codeVerifier(), query.value("code_challenge")))
                .isTrue();
        assertThat(query.value("code_challenge_method")).isEqualTo("S256");
        assertThat(query.value("ui_locales")).isEqualTo("de");
        assertThat(query.value("prompt")).isEqualTo("login");
        assertThat(query.value("max_age")).isEqualTo("0");
        assertThat(query.value("response_mode")).isNull();
        assertThat(url).doesNotContain(provider.login().codeVerifier().reveal());
    }

    @Test
    void withoutFreshLoginPeopleMayBeSignedInAlready() {
        var settings = provider.settings();
        var any =
                new OpenIdSettings(
                        settings.issuer(),
                        settings.clientId(),
                        settings.clientSecret(),
                        settings.name(),
                        Scope.parse("email"),
                        false,
                        settings.redirectUri());
        Parameters query = query(url(provider.client(any)));

        assertThat(query.value("prompt")).isNull();
        assertThat(query.value("max_age")).isNull();
        assertThat(query.value("scope")).isEqualTo("openid email");
    }

    @Test
    @DisplayName("The provider is asked for nothing before the first sign-in, then once an hour")
    void metadataIsKeptForAnHour() {
        OpenIdProvider client = provider.client();
        assertThat(provider.asked).isEmpty();

        url(client);
        provider.clock.forward(ProviderHttp.FRESH.minusMillis(1));
        url(client);
        assertThat(provider.times(LoopbackProvider.DISCOVERY)).isEqualTo(1);

        provider.clock.forward(Duration.ofMillis(1));
        url(client);
        assertThat(provider.times(LoopbackProvider.DISCOVERY)).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "After a failure the metadata is renewed, a minute after it was had at the earliest")
    void metadataIsRenewedAfterAFailure() {
        OpenIdProvider client = provider.client();
        url(client);
        provider.reply(LoopbackProvider.TOKEN, 404, "");
        provider.metadata.put("token_endpoint", provider.issuer() + "/moved");
        client.finish(provider.login(), LoopbackProvider.ANSWER.parameters());

        provider.clock.forward(Discovery.PAUSE.minusMillis(1));
        url(client);
        assertThat(provider.times(LoopbackProvider.DISCOVERY)).isEqualTo(1);

        provider.clock.forward(Duration.ofMillis(1));
        client.finish(provider.login(), LoopbackProvider.ANSWER.parameters());
        assertThat(provider.times(LoopbackProvider.DISCOVERY)).isEqualTo(2);
        assertThat(provider.times("/moved")).isEqualTo(1);
    }

    @Test
    void providerThatWasAwayIsFoundAgain() {
        OpenIdProvider client = provider.client();
        provider.goAway();
        assertThat(detail(client)).isEqualTo("discovery: ConnectException");

        provider.comeBack();
        assertThat(url(client)).isNotEmpty();
    }

    @Test
    void metadataOfAnotherIssuerIsOfNoUse() {
        provider.metadata.put("issuer", provider.issuer() + "/");

        assertThat(detail(provider.client()))
                .isEqualTo("discovery: issuer is not the one that identity.issuer says");
    }

    @Test
    void slashAtTheEndOfTheIssuerIsNoneOfThePath() {
        provider.metadata.put("issuer", provider.issuer() + "/");
        var settings = provider.settings();
        var slashed =
                new OpenIdSettings(
                        URI.create(provider.issuer() + "/"),
                        settings.clientId(),
                        settings.clientSecret(),
                        settings.name(),
                        settings.scope(),
                        true,
                        settings.redirectUri());

        assertThat(url(provider.client(slashed))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "authorization_endpoint, http://provider.example/authorize",
        "authorization_endpoint, javascript:alert(1)",
        "authorization_endpoint, ''",
        "authorization_endpoint, /authorize",
        "authorization_endpoint, https://provider.example/#a",
        "token_endpoint, http://provider.example/token",
        "token_endpoint, http://127.0.0.1.provider.example/token",
        "token_endpoint, https://user@provider.example/token",
        "token_endpoint, not a url",
        "jwks_uri, http://provider.example/keys",
        "jwks_uri, file:///keys"
    })
    void endpointHasToBeHttps(String name, String url) {
        provider.metadata.put(name, url);

        assertThat(detail(provider.client()))
                .isEqualTo("discovery: an endpoint is missing, or is no https URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "issuer",
                "authorization_endpoint",
                "token_endpoint",
                "jwks_uri",
                "id_token_signing_alg_values_supported"
            })
    void nothingThatIsNeededMayBeMissing(String name) {
        provider.metadata.remove(name);

        assertThat(detail(provider.client())).startsWith("discovery: ");
    }

    @Test
    void oneAllowedAlgorithmIsNeeded() {
        provider.metadata.put("id_token_signing_alg_values_supported", List.of("none", "HS256"));

        assertThat(detail(provider.client()))
                .isEqualTo("discovery: no algorithm of its ID tokens is allowed");
    }

    @Test
    @DisplayName("Redirects are not followed")
    void redirectIsNoAnswer() {
        provider.reply(
                LoopbackProvider.DISCOVERY,
                exchange -> {
                    exchange.getResponseHeaders().set("Location", provider.issuer() + "/other");
                    exchange.sendResponseHeaders(302, -1);
                });

        assertThat(detail(provider.client())).isEqualTo("discovery: status 302");
        assertThat(provider.times("/other")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{} {}", "{\"issuer\":\"a\",\"issuer\":\"b\"}"})
    void whatIsNoObjectIsNoAnswer(String body) {
        provider.reply(LoopbackProvider.DISCOVERY, 200, body);

        assertThat(detail(provider.client())).startsWith("discovery: ");
    }

    @Test
    void hugeAnswerIsNotRead() {
        String start = "{\"x\":\"";
        String end = "\"}";
        int room = ProviderHttp.MOST_BYTES - start.length() - end.length();
        provider.reply(LoopbackProvider.DISCOVERY, 200, start + "y".repeat(room) + end);
        assertThat(detail(provider.client())).contains("issuer is not");

        provider.reply(LoopbackProvider.DISCOVERY, 200, start + "y".repeat(room + 1) + end);
        assertThat(detail(provider.client())).isEqualTo("discovery: IOException");
    }

    @Test
    @Timeout(60)
    @DisplayName("An answer that does not come, or does not end, is given up")
    void slowAnswerIsGivenUp() {
        OpenIdProvider client = provider.client(provider.settings(), Duration.ofMillis(300));
        provider.reply(LoopbackProvider.DISCOVERY, exchange -> Thread.sleep(Duration.ofHours(1)));
        assertThat(detail(client)).isEqualTo("discovery: no whole answer in time");

        provider.reply(
                LoopbackProvider.DISCOVERY,
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    Thread.sleep(Duration.ofHours(1));
                });
        assertThat(detail(client)).isEqualTo("discovery: no whole answer in time");
    }

    @Test
    void certificateThatJavaDoesNotTrustIsNone() {
        try (var stranger = new HttpsPeer(HttpsPeer.json("{}"))) {
            var settings = provider.settings();
            var https =
                    new OpenIdSettings(
                            URI.create("https://localhost:" + stranger.port()),
                            settings.clientId(),
                            settings.clientSecret(),
                            settings.name(),
                            settings.scope(),
                            true,
                            settings.redirectUri());

            assertThat(detail(provider.client(https)))
                    .isEqualTo("discovery: SSLHandshakeException");
            assertThat(stranger.requests).isEmpty();
        }
    }

    @Test
    void closedProviderAsksNothing() {
        OpenIdProvider used = provider.client();
        url(used);
        used.close();
        provider.clock.forward(ProviderHttp.FRESH);
        OpenIdProvider unused = provider.client();
        unused.close();

        assertThat(detail(used)).isEqualTo("discovery: this server is being closed");
        assertThat(detail(unused)).isEqualTo("discovery: this server is being closed");
    }

    @Test
    void unavailableProviderIsTold() {
        provider.goAway();
        try (var log = new LogLines()) {
            detail(provider.client());

            assertThat(log.of("identity.unavailable"))
                    .containsExactly("identity.unavailable reason=discovery: ConnectException");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://provider.example",
                "https://provider.example?a=b",
                "https://provider.example#a",
                "https://user@provider.example",
                "ftp://localhost",
                "provider.example"
            })
    void issuerHasToBeHttpsOrLoopback(String issuer) {
        var settings = provider.settings();

        assertThatThrownBy(() ->
                        new OpenIdSettings(
                                URI.create(issuer),
                                settings.clientId(),
                                null,
                                "Acme",
                                settings.scope(),
                                true,
                                settings.redirectUri()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected an https URL");
    }

    private String url(OpenIdProvider client) {
        return switch (client.start(provider.login(), LoopbackProvider.STATE, "de")) {
            case LoginStart.To(Secret url) -> url.reveal();
            case LoginStart.Unavailable(String detail) -> throw new AssertionError(detail);
        };
    }

    private String detail(OpenIdProvider client) {
        return switch (client.start(provider.login(), LoopbackProvider.STATE, "de")) {
            case LoginStart.To _ -> throw new AssertionError("it can be used");
            case LoginStart.Unavailable(String detail) -> detail;
        };
    }

    private static Parameters query(String url) {
        return Parameters.parse(URI.create(url).getRawQuery()).orElseThrow();
    }
}
