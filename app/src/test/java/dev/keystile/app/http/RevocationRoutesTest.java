package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.RevocationOutcome;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationRoutesTest {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\n";

    private final Site site = Site.onLoopback();
    private final AtomicReference<ClientRequest> asked = new AtomicReference<>();

    @AfterEach
    void stop() {
        site.close();
    }

    private void answer(RevocationOutcome outcome) {
        site.oauth.revoke =
                request -> {
                    asked.set(request);
                    return outcome;
                };
    }

    private Raw.Answer revoke(String headers, String form) {
        return site.send("POST", "/oauth/revoke", headers, form);
    }

    private Raw.Answer refused(OAuthError error) {
        answer(new RevocationOutcome.Refused(new OAuthFailure(error, "public", "private")));
        return revoke(FORM, "token=t");
    }

    @Test
    @DisplayName("AS-X-01: 200 without a body, not cached")
    void aRevocationHasNoBody() {
        answer(new RevocationOutcome.Done());

        var answer = revoke(FORM, "token=t");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Content-Length")).isEqualTo("0");
        assertThat(answer.has("Content-Type")).isFalse();
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    @DisplayName("AS-X-01: the form and the header are passed on, the query is not")
    void theRequestIsPassedOn() {
        answer(new RevocationOutcome.Done());

        site.send(
                "POST",
                "/oauth/revoke?token=query&client_id=query",
                FORM + "Authorization: Basic YTpi\n",
                "token=a&token=b&token_type_hint=access_token");

        assertThat(asked.get().parameters().repeated(Set.of("token"))).containsExactly("token");
        assertThat(asked.get().parameters().value("client_id")).isNull();
        assertThat(asked.get().authorization()).isEqualTo(Secret.of("Basic YTpi"));
    }

    @Test
    @DisplayName("AS-X-01: invalid_client is 401, with a challenge")
    void anUnknownClientIsUnauthorized() {
        var answer = refused(OAuthError.INVALID_CLIENT);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Basic realm=\"keystile\"");
        assertThat(answer.json().getString("error")).isEqualTo("invalid_client");
    }

    @Test
    @DisplayName("AS-X-01: other refusals are 400 and say nothing private")
    void otherRefusalsAreBadRequests() {
        for (OAuthError error :
                new OAuthError[] {OAuthError.INVALID_GRANT, OAuthError.INVALID_REQUEST}) {
            var answer = refused(error);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"error\":\""
                                    + error.code()
                                    + "\",\"error_description\":\"public\"}");
        }
    }

    @Test
    @DisplayName("AS-X-01: the store being away is 503 with Retry-After")
    void anUnavailableStoreIsATemporaryFault() {
        site.oauth.revoke =
                _ -> {
                    throw new StoreUnavailableException("connection refused", null);
                };

        var answer = revoke(FORM, "token=t");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        assertThat(answer.json().getString("error")).isEqualTo("temporarily_unavailable");
    }

    @Test
    @DisplayName("AS-X-01: an undecided client is told when to come back")
    void anUndecidedClientComesBack() {
        answer(new RevocationOutcome.Busy(Duration.ofSeconds(7)));

        var answer = revoke(FORM, "token=t");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Type: application/json\n"})
    void otherContentTypesAreRefused(String type) {
        answer(new RevocationOutcome.Done());

        var answer = revoke(type, "token=t");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("error")).isEqualTo("invalid_request");
        assertThat(asked.get()).isNull();
    }

    @Test
    void twoAuthorizationHeadersAreRefused() {
        answer(new RevocationOutcome.Done());

        var answer =
                revoke(FORM + "Authorization: Basic YTpi\nAuthorization: Basic YTpi\n", "token=t");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(asked.get()).isNull();
    }

    @Test
    void formUpToTheLimitIsRead() {
        answer(new RevocationOutcome.Done());
        String most = "token=" + "b".repeat(Listener.MAX_OAUTH_BYTES - 6);

        assertThat(revoke(FORM, most).status()).isEqualTo(200);
        assertThat(revoke(FORM, most + "b").status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    void otherMethodsAreNotAllowed(String method) {
        var answer = site.send(method, "/oauth/revoke?token=t", "Accept: text/html\n", "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST, OPTIONS");
        assertThat(answer.json().getString("error")).isEqualTo("invalid_request");
    }
}
