package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationRequest;
import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Secret;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizeRoutesTest {
    private static final Secret BROWSER = Secret.of("browser-value");
    private static final OAuthFailure UNKNOWN =
            new OAuthFailure(OAuthError.INVALID_CLIENT, "This client is not known here", "private");

    private final Site site = Site.onLoopback();
    private final AtomicReference<AuthorizationRequest> asked = new AtomicReference<>();

    @AfterEach
    void stop() {
        site.close();
    }

    private void answer(Site at, AuthorizationOutcome outcome) {
        at.oauth.authorize =
                request -> {
                    asked.set(request);
                    return outcome;
                };
    }

    private void ask(Site at) {
        answer(at, new AuthorizationOutcome.Ask(at.keyPrompt(), BROWSER));
    }

    @ParameterizedTest
    @DisplayName("AS-A-01, AS-M-18: GET shows the page, at the root too")
    @ValueSource(strings = {"/oauth/authorize", "/authorize"})
    void keyPageIsShown(String path) {
        ask(site);

        var answer = site.get(path + "?client_id=c&state=a+b%26&state=");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.body()).contains("sealed-transaction");
        assertThat(asked.get().parameters().value("state")).isEqualTo("a b&");
        assertThat(asked.get().browser()).isNull();
    }

    @Test
    @DisplayName(
            "AS-U-05, AS-U-06, AS-U-07: pages are not framed, not cached, and say where they may go")
    void pagesCarryTheirHeaders() {
        ask(site);

        var answer = site.get("/oauth/authorize");

        assertThat(answer.header("Content-Security-Policy"))
                .contains("frame-ancestors 'none'")
                .doesNotContain("form-action");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.has("Server")).isFalse();
    }

    @Test
    @DisplayName(
            "AS-U-04: on http loopback the cookie's name carries the port and it is not Secure")
    void loopbackCookieIsPlain() {
        ask(site);

        var cookie = site.get("/oauth/authorize").header("Set-Cookie");

        assertThat(cookie.split("; "))
                .containsExactlyInAnyOrder(
                        "keystile-" + site.port() + "=browser-value",
                        "Path=/",
                        "HttpOnly",
                        "SameSite=Lax");
    }

    @Test
    @DisplayName("AS-U-04: under https the cookie is bound to the host")
    void httpsCookieIsSecure() {
        try (var proxied = Site.behindProxy()) {
            ask(proxied);

            var cookie = proxied.get("/oauth/authorize").header("Set-Cookie");

            assertThat(cookie.split("; "))
                    .containsExactlyInAnyOrder(
                            "__Host-keystile=browser-value",
                            "Path=/",
                            "HttpOnly",
                            "SameSite=Lax",
                            "Secure");
        }
    }

    @Test
    @DisplayName("AS-U-04: a second tab does not invalidate the first")
    void knownBrowserKeepsItsCookie() {
        ask(site);

        var known =
                site.send(
                        "GET",
                        "/oauth/authorize",
                        "Cookie: a=b; keystile-" + site.port() + "=browser-value\n",
                        "");
        assertThat(asked.get().browser()).isEqualTo(BROWSER);
        var other =
                site.send(
                        "GET",
                        "/oauth/authorize",
                        "Cookie: keystile-" + site.port() + "=older\n",
                        "");

        assertThat(known.has("Set-Cookie")).isFalse();
        assertThat(other.has("Set-Cookie")).isTrue();
    }

    @Test
    @DisplayName("AS-A-02: an unknown client is told on a page and never redirected")
    void refusalIsAPage() {
        answer(site, new AuthorizationOutcome.Refused(UNKNOWN));

        var answer =
                site.send(
                        "GET",
                        "/oauth/authorize?redirect_uri=https://evil.example",
                        "Accept: text/html\n",
                        "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.has("Location")).isFalse();
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.body())
                .contains("does not know the app that sent you here")
                .doesNotContain("private", "evil");
    }

    @Test
    @DisplayName("AS-C-15: a document that cannot be used is told on a page, and not why")
    void aMissingDocumentIsAPage() {
        answer(
                site,
                new AuthorizationOutcome.Undescribed(
                        new OAuthFailure(
                                OAuthError.INVALID_CLIENT,
                                "the document that describes this client cannot be used now",
                                "private")));

        var page =
                site.send(
                        "GET",
                        "/oauth/authorize?redirect_uri=https://evil.example",
                        "Accept: text/html\n",
                        "");
        var program = site.send("GET", "/oauth/authorize", "Accept: application/json\n", "");

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.has("Location")).isFalse();
        assertThat(page.body())
                .contains("could not use that document just now", "in a few minutes")
                .doesNotContain("does not know the app", "private", "evil");
        assertThat(program.status()).isEqualTo(400);
        assertThat(program.json().getString("error")).isEqualTo("invalid_client");
        assertThat(program.body()).doesNotContain("private");
    }

    @Test
    @DisplayName("A client that asks for JSON gets the error as JSON")
    void refusalIsJsonForPrograms() {
        answer(site, new AuthorizationOutcome.Refused(UNKNOWN));

        var program = site.send("GET", "/oauth/authorize", "Accept: application/json\n", "");
        var both =
                site.send("GET", "/oauth/authorize", "Accept: text/html, application/json\n", "");
        var neither = site.get("/oauth/authorize");

        assertThat(program.status()).isEqualTo(400);
        assertThat(program.json().getString("error")).isEqualTo("invalid_client");
        assertThat(both.header("Content-Type")).startsWith("text/html");
        assertThat(neither.header("Content-Type")).startsWith("text/html");
    }

    @Test
    void errorsGoBackToTrustedClientsAtOnce() {
        answer(site, redirect(true));

        var answer = site.get("/oauth/authorize");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location"))
                .isEqualTo("https://a.example/cb?error=invalid_request");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void errorsForOthersWaitOnAPage() {
        answer(site, redirect(false));

        var answer = site.get("/oauth/authorize");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.has("Location")).isFalse();
        assertThat(answer.body()).contains("a.example");
    }

    @Test
    void malformedQueryIsAPage() {
        ask(site);

        var answer = site.get("/oauth/authorize?state=%ff");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(asked.get()).isNull();
    }

    @Test
    void longStateFits() {
        ask(site);
        String state = "s".repeat(8000);

        assertThat(site.get("/oauth/authorize?state=" + state).status()).isEqualTo(200);
        assertThat(asked.get().parameters().value("state")).isEqualTo(state);
    }

    @Test
    void headHasNoBody() {
        ask(site);

        assertThat(site.send("HEAD", "/oauth/authorize", "", "").body()).isEmpty();
    }

    @Test
    void postIsNotTaken() {
        assertThat(site.form("/oauth/authorize", "client_id=c").status()).isEqualTo(405);
    }

    private static AuthorizationOutcome redirect(boolean direct) {
        return new AuthorizationOutcome.Redirect(
                new AuthorizationResponse(
                        Secret.of("https://a.example/cb?error=invalid_request"),
                        "a.example",
                        direct));
    }
}
