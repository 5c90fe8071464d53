package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ActiveToken;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.IntrospectionOutcome;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IntrospectionRoutesTest {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\n";

    private final Site site = Site.onLoopback();
    private final AtomicReference<ClientRequest> asked = new AtomicReference<>();

    @AfterEach
    void stop() {
        site.close();
    }

    private Raw.Answer introspect(IntrospectionOutcome outcome) {
        site.oauth.introspect =
                request -> {
                    asked.set(request);
                    return outcome;
                };
        return site.send(
                "POST",
                "/oauth/introspect?token=query",
                FORM + "Authorization: Basic YTpi\n",
                "token=t&x=y");
    }

    private IntrospectionOutcome active(UserId user) {
        return new IntrospectionOutcome.Active(
                new ActiveToken(
                        site.issuer(),
                        new ClientId("client-1"),
                        user == null ? "pseudonym" : user.value(),
                        user,
                        site.issuer().url("/mcp"),
                        Scope.parse("mcp offline_access"),
                        Instant.parse("2026-01-02T03:04:05.999Z")));
    }

    @Test
    @DisplayName("AS-X-02: what an active token is told with, not cached")
    void anActiveTokenIsDescribed() {
        var answer = introspect(active(new UserId("demo-1")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"active\":true,\"scope\":\"mcp offline_access\",\"client_id\":\"client-1\","
                                + "\"username\":\"demo-1\",\"token_type\":\"Bearer\",\"exp\":1767323045,"
                                + "\"sub\":\"demo-1\",\"aud\":\"ISS/mcp\",\"iss\":\"ISS\"}"
                                        .replace("ISS", site.issuer().value()));
    }

    @Test
    @DisplayName("AS-X-02: without a user id there is no username")
    void aPseudonymIsNoUsername() {
        var answer = introspect(active(null));

        assertThat(answer.json()).doesNotContainKey("username");
        assertThat(answer.json().getString("sub")).isEqualTo("pseudonym");
    }

    @Test
    @DisplayName("AS-X-02: of an inactive token nothing else is said")
    void anInactiveTokenIsJustThat() {
        var answer = introspect(new IntrospectionOutcome.Inactive());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body()).isEqualTo("{\"active\":false}");
    }

    @Test
    void theRequestIsPassedOn() {
        introspect(new IntrospectionOutcome.Inactive());

        assertThat(asked.get().authorization()).isEqualTo(Secret.of("Basic YTpi"));
        assertThat(asked.get().parameters().values("token")).containsExactly("t");
    }

    @Test
    @DisplayName("AS-X-02: a caller who may not ask is 401, challenged in the scheme in use")
    void anUnknownCallerIsUnauthorized() {
        var client = introspect(new IntrospectionOutcome.Unauthorized(false));
        var bearer = introspect(new IntrospectionOutcome.Unauthorized(true));

        assertThat(client.status()).isEqualTo(401);
        assertThat(client.header("WWW-Authenticate")).isEqualTo("Basic realm=\"keystile\"");
        assertThat(client.json().getString("error")).isEqualTo("invalid_client");
        assertThat(bearer.status()).isEqualTo(401);
        assertThat(bearer.header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"keystile\", error=\"invalid_token\"");
        assertThat(bearer.json().getString("error")).isEqualTo("invalid_token");
        for (var answer : new Raw.Answer[] {client, bearer}) {
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    @DisplayName("AS-X-02: a malformed request is 400")
    void aMalformedRequestIsRefused() {
        var answer =
                introspect(
                        new IntrospectionOutcome.Refused(
                                new OAuthFailure(OAuthError.INVALID_REQUEST, "public", "private")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"invalid_request\",\"error_description\":\"public\"}");
    }

    @Test
    void anUnavailableStoreIsATemporaryFault() {
        site.oauth.introspect =
                _ -> {
                    throw new StoreUnavailableException("connection refused", null);
                };

        var answer = site.send("POST", "/oauth/introspect", FORM, "token=t");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("2");
    }

    @Test
    void formUpToTheLimitIsRead() {
        introspect(new IntrospectionOutcome.Inactive());
        String most = "token=" + "b".repeat(Listener.MAX_OAUTH_BYTES - 6);

        assertThat(site.send("POST", "/oauth/introspect", FORM, most).status()).isEqualTo(200);
        assertThat(site.send("POST", "/oauth/introspect", FORM, most + "b").status())
                .isEqualTo(413);
    }

    @Test
    void otherMethodsAreNotAllowed() {
        var answer = site.send("GET", "/oauth/introspect?token=t", "Accept: text/html\n", "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST, OPTIONS");
        assertThat(answer.json().getString("error")).isEqualTo("invalid_request");
    }
}
