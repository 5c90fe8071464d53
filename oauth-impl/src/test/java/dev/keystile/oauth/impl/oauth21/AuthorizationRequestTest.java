package dev.keystile.oauth.impl.oauth21;

import static dev.keystile.oauth.impl.InMemoryServer.BASE;
import static dev.keystile.oauth.impl.InMemoryServer.LOOPBACK;
import static dev.keystile.oauth.impl.InMemoryServer.STATE;
import static dev.keystile.oauth.impl.InMemoryServer.WEB;
import static dev.keystile.oauth.impl.InMemoryServer.query;
import static dev.keystile.oauth.impl.InMemoryServer.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationRequestTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final Form valid = gateway.authorization(client);

    @Test
    void aValidRequestAsksForTheKey() {
        AuthorizationOutcome.Ask ask = gateway.ask(valid);

        assertThat(ask.prompt().typedUser()).isNull();
        assertThat(ask.prompt().subject().clientName()).isEqualTo("Test client");
        assertThat(ask.prompt().subject().redirectHost()).isEqualTo("localhost");
        assertThat(ask.prompt().subject().loopback()).isTrue();
        assertThat(ask.prompt().subject().resource()).isEqualTo(gateway.resources.shared());
        assertThat(ask.browser().reveal()).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    @DisplayName("AS-U-04: the browser keeps its binding, so that two tabs work")
    void aKnownBrowserKeepsItsBinding() {
        Secret browser = gateway.ask(valid).browser();

        AuthorizationOutcome second = gateway.authorize(valid, browser);

        assertThat(((AuthorizationOutcome.Ask) second).browser()).isEqualTo(browser);
    }

    // --- (1) the client, (2) its redirect URI: never a redirect

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "HTTPS://example.com/client.json", "é", "\u0000", "a b", "%"})
    @DisplayName("AS-A-02: an unknown client is refused on a page")
    void anUnknownClientIsRefused(String id) {
        assertRefused(valid.with("client_id", id), OAuthError.INVALID_CLIENT);
        assertRefused(valid.with("client_id", id.repeat(5000)), OAuthError.INVALID_CLIENT);
    }

    @Test
    void aMissingClientIsRefused() {
        assertRefused(valid.without("client_id"), OAuthError.INVALID_REQUEST);
        assertRefused(valid.with("client_id", ""), OAuthError.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3118/other",
                "https://evil.example/callback",
                "javascript:alert(1)",
                "http://localhost:3118@evil.example/callback",
                "http://[",
                "%",
                "\u0000",
                "é"
            })
    @DisplayName("AS-A-02, AS-A-04: an unregistered redirect URI is refused on a page")
    void anUnregisteredRedirectUriIsRefused(String uri) {
        assertRefused(valid.with("redirect_uri", uri), OAuthError.INVALID_REQUEST);

        var refused =
                (AuthorizationOutcome.Refused) gateway.authorize(valid.with("redirect_uri", uri));
        assertThat(refused.failure().detail()).contains(client.clientId().value());
        assertThat(refused.failure().description()).doesNotContain(client.clientId().value());
    }

    @Test
    @DisplayName("AS-A-01: a doubled client_id or redirect_uri leaves nobody to redirect to")
    void aDoubledClientOrRedirectUriIsRefused() {
        assertRefused(
                valid.and("client_id", client.clientId().value()), OAuthError.INVALID_REQUEST);
        assertRefused(valid.and("redirect_uri", LOOPBACK), OAuthError.INVALID_REQUEST);
    }

    @Test
    @DisplayName("AS-A-02: the client and its redirect URI are judged before all else")
    void wrongRequestsOfUnknownClientsAreNotRedirected() {
        Form wrong = valid.without("code_challenge").with("response_type", "token");

        assertRefused(wrong.with("client_id", "nobody"), OAuthError.INVALID_CLIENT);
        assertRefused(
                wrong.with("redirect_uri", "https://evil.example/"), OAuthError.INVALID_REQUEST);
    }

    @Test
    @DisplayName("AS-A-03: redirect_uri may be left out when exactly one is registered")
    void theOnlyRedirectUriMayBeLeftOut() {
        AuthorizationResponse response = gateway.allow(valid.without("redirect_uri"));

        assertThat(response.location().reveal()).startsWith(LOOPBACK + "?code=");
    }

    @Test
    @DisplayName("AS-A-03: redirect_uri is required when several are registered")
    void oneOfSeveralRedirectUrisMustBeNamed() {
        ClientInformation several = gateway.register("none", LOOPBACK, WEB);
        Form form = gateway.authorization(several);

        assertRefused(form.without("redirect_uri"), OAuthError.INVALID_REQUEST);
        gateway.ask(form.with("redirect_uri", WEB));
    }

    @Test
    @DisplayName("AS-A-05: another port of the same loopback URI is gone back to as requested")
    void aLoopbackPortIsTakenAsRequested() {
        AuthorizationResponse response =
                gateway.allow(valid.with("redirect_uri", "http://localhost:50123/callback"));

        assertThat(response.location().reveal())
                .startsWith("http://localhost:50123/callback?code=");
    }

    // --- (3) everything else: back to the client

    @ParameterizedTest
    @CsvSource({
        "response_type, token, UNSUPPORTED_RESPONSE_TYPE",
        "response_type, code token, UNSUPPORTED_RESPONSE_TYPE",
        "response_type, '', INVALID_REQUEST",
        "code_challenge, '', INVALID_REQUEST",
        "code_challenge, short, INVALID_REQUEST",
        "code_challenge, E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c=, INVALID_REQUEST",
        "code_challenge_method, '', INVALID_REQUEST",
        "code_challenge_method, plain, INVALID_REQUEST",
        "code_challenge_method, s256, INVALID_REQUEST",
        "request, eyJ, INVALID_REQUEST",
        "request_uri, https://example.com/r, INVALID_REQUEST",
        "resource, https://evil.example/mcp, INVALID_TARGET",
        "resource, http://localhost:8080/other, INVALID_TARGET",
        "resource, http://localhost:8080/mcp/oauth/.., INVALID_TARGET",
        "resource, http://localhost:8080/mcp#f, INVALID_TARGET",
        "resource, mcp, INVALID_TARGET",
        "resource, '://', INVALID_TARGET",
        "resource, é, INVALID_TARGET"
    })
    @DisplayName(
            "AS-A-06, AS-A-07, AS-A-09, AS-A-11, AS-A-22, AS-R-05: the client is told what is wrong")
    void whatIsWrongGoesBackToTheClient(String name, String value, OAuthError error) {
        assertRedirected(valid.with(name, value), error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"response_type", "scope", "code_challenge", "code_challenge_method"})
    @DisplayName("AS-A-01: a doubled parameter is invalid_request")
    void aDoubledParameterIsInvalid(String name) {
        String same = valid.parameters().value(name);

        assertRedirected(valid.and(name, same), OAuthError.INVALID_REQUEST);
    }

    @Test
    @DisplayName("AS-A-08: of two states none is echoed")
    void aDoubledStateIsInvalid() {
        Parameters answer = query(redirect(gateway.authorize(valid.and("state", "other"))));

        assertThat(answer.value("error")).isEqualTo("invalid_request");
        assertThat(answer.values("state")).isEmpty();
    }

    @Test
    @DisplayName("AS-A-01: a parameter without a value counts as absent")
    void anEmptyParameterIsNotDoubled() {
        gateway.ask(valid.and("state", "").and("resource", "").and("client_id", ""));
    }

    @Test
    @DisplayName("AS-A-11: unknown parameters and those of OpenID Connect are ignored")
    void unknownParametersAreIgnored() {
        gateway.ask(
                valid.and("prompt", "consent")
                        .and("nonce", "n")
                        .and("login_hint", "x")
                        .and("ui_locales", "de")
                        .and("x", "1")
                        .and("x", "2"));
    }

    @Test
    @DisplayName("AS-A-08: state comes back as it was, also 8192 characters of it")
    void aLongStateComesBack() {
        String longest = "s".repeat(8192);

        assertThat(query(gateway.allow(valid.with("state", longest))).value("state"))
                .isEqualTo(longest);
        assertThat(
                        query(redirect(gateway.authorize(valid.with("state", longest + "s"))))
                                .value("error"))
                .isEqualTo("invalid_request");
    }

    @Test
    @DisplayName("AS-A-08: without state none is made up")
    void noStateComesBackWhenNoneWasSent() {
        assertThat(query(gateway.allow(valid.without("state"))).values("state")).isEmpty();
    }

    @Test
    @DisplayName("AS-A-20, AS-A-21: code, state and iss, each once, after the URI's own query")
    void aCodeGoesBackWithStateAndIssuer() {
        ClientInformation web = gateway.register("none", WEB);

        AuthorizationResponse response = gateway.allow(gateway.authorization(web));

        assertThat(response.location().reveal()).startsWith(WEB + "&code=jean_oauth_");
        Parameters answer = query(response);
        assertThat(answer.repeated(Set.of("code", "state", "iss", "tenant"))).isEmpty();
        assertThat(answer.value("tenant")).isEqualTo("7");
        assertThat(answer.value("state")).isEqualTo(STATE);
        assertThat(answer.value("iss")).isEqualTo(BASE);
        assertThat(answer.value("error")).isNull();
        assertThat(response.host()).isEqualTo("app.example.com");
        assertThat(response.direct()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com/cb?, https://app.example.com/cb?code=",
        "https://app.example.com/cb, https://app.example.com/cb?code=",
        "https://app.example.com, https://app.example.com?code=",
        "cursor://anysphere.cursor-mcp/cb, cursor://anysphere.cursor-mcp/cb?code=",
        "com.example.app:/cb, com.example.app:/cb?code="
    })
    void theQueryIsAppendedToAnyKindOfRedirectUri(String uri, String start) {
        ClientInformation other = gateway.register("none", uri);

        assertThat(gateway.allow(gateway.authorization(other)).location().reveal())
                .startsWith(start);
    }

    @Test
    @DisplayName("AS-A-24: an error goes at once to a loopback client, by a page to any other")
    void errorsAreNoOpenRedirect() {
        ClientInformation web = gateway.register("none", WEB);
        ClientInformation claude =
                gateway.register("none", "https://claude.ai/api/mcp/auth_callback");

        assertThat(error(client).direct()).isTrue();
        assertThat(error(claude).direct()).isTrue();
        assertThat(error(web).direct()).isFalse();
        assertThat(error(web).host()).isEqualTo("app.example.com");
    }

    private AuthorizationResponse error(ClientInformation of) {
        return redirect(
                gateway.authorize(gateway.authorization(of).with("response_type", "token")));
    }

    private void assertRefused(Form form, OAuthError error) {
        AuthorizationOutcome outcome = gateway.authorize(form);
        assertThat(outcome).isInstanceOf(AuthorizationOutcome.Refused.class);
        assertThat(((AuthorizationOutcome.Refused) outcome).failure().error()).isEqualTo(error);
    }

    /** With state and iss, no code, and a description of allowed characters. */
    private void assertRedirected(Form form, OAuthError error) {
        AuthorizationResponse response = redirect(gateway.authorize(form));
        assertThat(response.location().reveal()).startsWith(LOOPBACK + "?error=");
        Parameters answer = query(response);
        assertThat(answer.value("error")).isEqualTo(error.code());
        assertThat(answer.value("error_description"))
                .matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
        assertThat(answer.value("state")).isEqualTo(STATE);
        assertThat(answer.value("iss")).isEqualTo(BASE);
        assertThat(answer.value("code")).isNull();
    }
}
