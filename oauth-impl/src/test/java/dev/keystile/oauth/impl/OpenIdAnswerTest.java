package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.LoginAnswer;
import dev.keystile.oauth.api.spi.LoginStart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the browser comes back with, and its code, OpenID Connect Core 1.0 3.1.2.5 to 3.1.3.4. */
class OpenIdAnswerTest {
    private final LoopbackProvider provider = new LoopbackProvider();

    @AfterEach
    void close() {
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access_denied",
                "login_required",
                "interaction_required",
                "consent_required",
                "account_selection_required"
            })
    void whoeverDidNotWantToIsDenied(String error) {
        assertThat(finish(Form.of("error", error))).isEqualTo(new LoginAnswer.Denied(error));
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_request", "unauthorized_client", "invalid_scope"})
    void errorOfTheRequestIsRefused(String error) {
        assertThat(finish(Form.of("error", error))).isEqualTo(new LoginAnswer.Refused(error));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server_error", "temporarily_unavailable"})
    void outageOfTheProviderIsSaid(String error) {
        assertThat(finish(Form.of("error", error))).isEqualTo(new LoginAnswer.Unavailable(error));
    }

    @Test
    void unregisteredErrorIsNotRepeated() {
        assertThat(finish(Form.of("error", "hunter2", "error_description", "hunter3")))
                .isEqualTo(new LoginAnswer.Refused("an error that is not registered"));
    }

    @Test
    void answerWithoutACodeIsRefused() {
        assertThat(finish(Form.of("state", "x")))
                .isEqualTo(new LoginAnswer.Refused("the answer has no code"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "error", "iss", "state"})
    void doubledParameterIsRefused(String name) {
        Form answer = LoopbackProvider.ANSWER.with("iss", provider.issuer());
        Form doubled = answer.and(name, "x").and(name, "x");

        assertThat(finish(answer)).isInstanceOf(LoginAnswer.Identified.class);
        assertThat(finish(doubled))
                .isEqualTo(new LoginAnswer.Refused("a parameter of the answer stands there twice"));
    }

    @Test
    @DisplayName("RFC 9207: an answer of another issuer is refused, an error as well")
    void answerOfAnotherIssuerIsRefused() {
        Form other = LoopbackProvider.ANSWER.with("iss", "https://other.example");

        assertThat(finish(other)).isInstanceOf(LoginAnswer.Refused.class);
        assertThat(finish(Form.of("error", "access_denied", "iss", "https://other.example")))
                .isInstanceOf(LoginAnswer.Refused.class);
        assertThat(provider.times(LoopbackProvider.TOKEN)).isZero();
    }

    @Test
    @DisplayName("RFC 9207: an issuer that was announced may not be missing")
    void announcedIssuerIsNeeded() {
        provider.metadata.put("authorization_response_iss_parameter_supported", true);

        assertThat(finish(LoopbackProvider.ANSWER))
                .isEqualTo(new LoginAnswer.Refused("the answer has no iss, which was announced"));
        assertThat(finish(LoopbackProvider.ANSWER.with("iss", provider.issuer())))
                .isInstanceOf(LoginAnswer.Identified.class);
    }

    @Test
    void codeIsRedeemedWithItsVerifier() {
        finish(LoopbackProvider.ANSWER);
        var sent = provider.last(LoopbackProvider.TOKEN);

        assertThat(sent.body())
                .isEqualTo(
                        Form.of(
                                        "grant_type",
                                        "authorization_code",
                                        "code",
                                        "code-never-printed",
                                        "redirect_uri",
                                        "https://keystile.example/oauth/identity",
                                        "code_verifier",
                                        provider.login().codeVerifier().reveal())
                                .text());
    }

    @Test
    @DisplayName("RFC 6749 section 2.3.1: id and secret are form-encoded in the Basic header")
    void secretGoesIntoTheHeader() {
        finish(LoopbackProvider.ANSWER);
        String sent = provider.last(LoopbackProvider.TOKEN).authorization();

        assertThat(sent).startsWith("Basic ");
        assertThat(
                        new String(
                                Base64.getDecoder().decode(sent.substring(6)),
                                StandardCharsets.UTF_8))
                .isEqualTo("keystile+one:se%2Bcret%2F%C3%BC%3A%25");
        assertThat(BasicCredentials.read(Secret.of(sent)).getFirst().secret())
                .isEqualTo(LoopbackProvider.SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "client_secret_basic client_secret_post, true",
        "private_key_jwt client_secret_basic, true",
        "private_key_jwt, true",
        "client_secret_post, false"
    })
    void secretGoesIntoTheBodyWhereTheHeaderIsNotTaken(String methods, boolean header) {
        provider.metadata.put("token_endpoint_auth_methods_supported", List.of(methods.split(" ")));
        finish(LoopbackProvider.ANSWER);
        var sent = provider.last(LoopbackProvider.TOKEN);

        assertThat(sent.authorization().isEmpty()).isEqualTo(!header);
        String both =
                Form.of(
                                "client_id",
                                LoopbackProvider.CLIENT,
                                "client_secret",
                                LoopbackProvider.SECRET.reveal())
                        .text();
        assertThat(sent.body().endsWith("&" + both)).isEqualTo(!header);
    }

    @Test
    void publicClientSaysOnlyWhoItIs() {
        var settings = provider.settings();
        var open =
                new OpenIdSettings(
                        settings.issuer(),
                        settings.clientId(),
                        null,
                        settings.name(),
                        settings.scope(),
                        true,
                        settings.redirectUri());
        provider.client(open).finish(provider.login(), LoopbackProvider.ANSWER.parameters());
        var sent = provider.last(LoopbackProvider.TOKEN);

        assertThat(sent.authorization()).isEmpty();
        assertThat(sent.body()).endsWith("&client_id=keystile+one").doesNotContain("client_secret");
    }

    @Test
    void refusedCodeIsRefused() {
        provider.reply(LoopbackProvider.TOKEN, 400, "{\"error\":\"invalid_grant\"}");
        assertThat(finish(LoopbackProvider.ANSWER))
                .isEqualTo(new LoginAnswer.Refused("token endpoint: status 400, invalid_grant"));
        provider.reply(LoopbackProvider.TOKEN, 401, "{\"error\":\"hunter2\"}");
        assertThat(finish(LoopbackProvider.ANSWER))
                .isEqualTo(
                        new LoginAnswer.Refused(
                                "token endpoint: status 401, an error that is not registered"));
        provider.reply(LoopbackProvider.TOKEN, 404, "<html>");
        assertThat(finish(LoopbackProvider.ANSWER))
                .isEqualTo(new LoginAnswer.Refused("token endpoint: status 404"));
    }

    @ParameterizedTest
    @CsvSource({
        "500, {}",
        "503, ''",
        "429, {}",
        "302, ''",
        "204, ''",
        "200, <html>",
        "200, {}",
        "200, {\"id_token\":7}"
    })
    void whatIsNoAnswerIsAnOutage(int status, String body) {
        provider.reply(LoopbackProvider.TOKEN, status, body);

        assertThat(finish(LoopbackProvider.ANSWER))
                .isInstanceOfSatisfying(
                        LoginAnswer.Unavailable.class,
                        outage -> assertThat(outage.detail()).startsWith("token endpoint: "));
    }

    @Test
    @DisplayName("A code and a secret are sent to no other place than the token endpoint")
    void redirectOfTheTokenEndpointIsNotFollowed() {
        provider.reply(
                LoopbackProvider.TOKEN,
                exchange -> {
                    exchange.getResponseHeaders().set("Location", provider.issuer() + "/other");
                    exchange.sendResponseHeaders(307, -1);
                });

        assertThat(finish(LoopbackProvider.ANSWER))
                .isEqualTo(new LoginAnswer.Unavailable("token endpoint: status 307"));
        assertThat(provider.times("/other")).isZero();
    }

    @Test
    @Timeout(60)
    void slowTokenEndpointIsGivenUp() {
        provider.reply(LoopbackProvider.TOKEN, exchange -> Thread.sleep(Duration.ofHours(1)));
        OpenIdProvider client = provider.client(provider.settings(), Duration.ofMillis(500));
        while (client.start(provider.login(), LoopbackProvider.STATE, "en")
                instanceof LoginStart.Unavailable) {
            // This machine was slower than that; what was found is kept.
        }

        assertThat(client.finish(provider.login(), LoopbackProvider.ANSWER.parameters()))
                .isEqualTo(new LoginAnswer.Unavailable("token endpoint: no whole answer in time"));
    }

    @Test
    void providerThatIsAwayWhenTheBrowserComesBackIsSaid() {
        OpenIdProvider client = provider.client();
        provider.goAway();

        assertThat(client.finish(provider.login(), LoopbackProvider.ANSWER.parameters()))
                .isEqualTo(new LoginAnswer.Unavailable("discovery: ConnectException"));
    }

    @Test
    @DisplayName("Whatever goes wrong, the log has an event with a reason and no secret")
    void logHoldsNoSecret() {
        try (var log = new LogLines()) {
            finish(Form.of("error", "access_denied"));
            provider.issue(provider.token().claim("nonce", "nonce-of-another"));
            finish(LoopbackProvider.ANSWER);
            provider.reply(
                    LoopbackProvider.TOKEN,
                    400,
                    "{\"error\":\"code-never-printed\",\"error_description\":\"code-never-printed\"}");
            finish(LoopbackProvider.ANSWER);
            provider.reply(LoopbackProvider.TOKEN, 502, "code-never-printed");
            finish(LoopbackProvider.ANSWER);

            assertThat(log.lines())
                    .containsExactly(
                            "identity.denied reason=access_denied",
                            "identity.refused reason=ID token: nonce is that of another sign-in",
                            "identity.refused reason=token endpoint: status 400, an error that is"
                                    + " not registered",
                            "identity.unavailable reason=token endpoint: status 502");
        }
    }

    @Test
    void nothingPrintsASecret() {
        var received =
                new ProviderHttp.Answer.Received(
                        200, JsonText.object().add("id_token", "token-never-printed").build());

        assertThat(provider.settings().toString() + provider.login() + received)
                .doesNotContain(LoopbackProvider.SECRET.reveal(), "never-printed");
    }

    private LoginAnswer finish(Form answer) {
        return provider.client().finish(provider.login(), answer.parameters());
    }
}
