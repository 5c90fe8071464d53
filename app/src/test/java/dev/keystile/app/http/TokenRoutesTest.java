package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRoutesTest {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\n";

    private final Site site = Site.onLoopback();
    private final AtomicReference<ClientRequest> asked = new AtomicReference<>();

    @AfterEach
    void stop() {
        site.close();
    }

    private void answer(TokenOutcome outcome) {
        site.oauth.token =
                request -> {
                    asked.set(request);
                    return outcome;
                };
    }

    private void issue() {
        answer(
                new TokenOutcome.Issued(
                        new TokenResponse(
                                Secret.of("at"), 3600, Secret.of("rt"), Scope.parse("mcp"))));
    }

    private void refuse(OAuthError error) {
        answer(new TokenOutcome.Refused(new OAuthFailure(error, "public", "private")));
    }

    @ParameterizedTest
    @DisplayName("AS-T-02: tokens are JSON that no cache keeps")
    @ValueSource(strings = {"/oauth/token", "/token"})
    void tokensAreIssued(String path) {
        issue();

        var answer = site.send("POST", path, FORM, "grant_type=authorization_code&code=c");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Pragma")).isEqualTo("no-cache");
        assertThat(answer.json().toString())
                .isEqualTo(
                        "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
                                + "\"refresh_token\":\"rt\",\"scope\":\"mcp\"}");
    }

    @Test
    @DisplayName(
            "AS-T-01: parameters of the query do not count, repeated ones are passed on to be noticed")
    void onlyTheBodyCounts() {
        issue();

        site.send(
                "POST",
                "/oauth/token?grant_type=query&code=query",
                FORM,
                "grant_type=a&grant_type=b&x=");

        assertThat(asked.get().parameters().values("grant_type")).containsExactly("a", "b");
        assertThat(asked.get().parameters().repeated(Set.of("grant_type")))
                .containsExactly("grant_type");
        assertThat(asked.get().parameters().value("code")).isNull();
        assertThat(asked.get().parameters().value("x")).isNull();
        assertThat(asked.get().authorization()).isNull();
    }

    @Test
    void credentialsOfTheHeaderArePassedOn() {
        issue();

        site.send("POST", "/oauth/token", FORM + "Authorization: Basic YTpi\n", "grant_type=a");

        assertThat(asked.get().authorization()).isEqualTo(Secret.of("Basic YTpi"));
    }

    @Test
    @DisplayName("AS-T-04: more than one way to authenticate is invalid_request")
    void twoAuthorizationHeadersAreRefused() {
        issue();

        var answer =
                site.send(
                        "POST",
                        "/oauth/token",
                        FORM + "Authorization: Basic YTpi\nAuthorization: Basic Yzpk\n",
                        "a=b");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("error")).isEqualTo("invalid_request");
        assertThat(asked.get()).isNull();
    }

    @Test
    @DisplayName("AS-T-06: invalid_client is 401, with a challenge as RFC 9110 wants it")
    void unknownClientIsUnauthorized() {
        refuse(OAuthError.INVALID_CLIENT);

        var answer = site.send("POST", "/oauth/token", FORM, "a=b");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Basic realm=\"keystile\"");
        assertThat(answer.json().getString("error")).isEqualTo("invalid_client");
    }

    @Test
    @DisplayName("AS-T-03: other errors are 400 and say nothing private")
    void otherFailuresAreBadRequests() {
        refuse(OAuthError.INVALID_GRANT);

        var answer = site.send("POST", "/oauth/token", FORM, "a=b");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.has("WWW-Authenticate")).isFalse();
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"invalid_grant\",\"error_description\":\"public\"}");
    }

    @Test
    void busyGrantSaysWhenToComeBack() {
        answer(new TokenOutcome.Busy(Duration.ofMillis(1500)));

        var answer = site.send("POST", "/oauth/token", FORM, "a=b");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        assertThat(answer.json().getString("error")).isEqualTo("temporarily_unavailable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Type: application/json\n",
                "Content-Type: multipart/form-data; boundary=x\n"
            })
    void otherContentTypesAreRefused(String type) {
        issue();

        var answer = site.send("POST", "/oauth/token", type, "grant_type=a");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("error")).isEqualTo("invalid_request");
        assertThat(asked.get()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"grant_type=%", "grant_type=%zz", "grant_type=%ff"})
    void malformedFormIsRefused(String form) {
        issue();

        var answer = site.send("POST", "/oauth/token", FORM, form);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("error")).isEqualTo("invalid_request");
        assertThat(asked.get()).isNull();
    }

    @Test
    void formUpToTheLimitIsRead() {
        issue();
        String most = "a=" + "b".repeat(Listener.MAX_OAUTH_BYTES - 2);

        assertThat(site.send("POST", "/oauth/token", FORM, most).status()).isEqualTo(200);
        assertThat(site.send("POST", "/oauth/token", FORM, most + "b").status()).isEqualTo(413);
    }

    @Test
    void tokensAreNotForGet() {
        var answer = site.send("GET", "/oauth/token?grant_type=a", "Accept: text/html\n", "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST, OPTIONS");
        assertThat(answer.json().getString("error")).isEqualTo("invalid_request");
    }
}
