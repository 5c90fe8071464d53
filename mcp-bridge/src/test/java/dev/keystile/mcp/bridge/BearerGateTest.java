package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let through, and what the others are told. */
class BearerGateTest extends BridgeCase {
    private static final String SHARED =
            "resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource/mcp\", scope=\"mcp\"";
    private static final String PERSONAL =
            "resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource/mcp/oauth/ann\","
                    + " scope=\"mcp\"";

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "DELETE", "HEAD"})
    @DisplayName("RS-T-01, RS-T-02, RS-T-03, RS-T-04, RS-T-07: no token, on every method")
    void requestWithoutTokenIsChallengedWithoutAnError(String method) throws Exception {
        var answer =
                fixture.send(
                        fixture.request("/mcp")
                                .method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("www-authenticate"))
                .containsExactly("Bearer " + SHARED);
        assertThat(answer.body().isEmpty()).isEqualTo(method.equals("HEAD"));
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    @DisplayName("RS-T-03: the body of a 401 is JSON")
    void challengeHasAJsonBody() throws Exception {
        var answer = fixture.send(fixture.request("/mcp").GET());

        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.body()).startsWith("{\"error\":\"unauthorized\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "DELETE", "HEAD"})
    @DisplayName("RS-T-01, RS-T-09: a bad token, error first, one line")
    void unknownTokenIsInvalid(String method) throws Exception {
        var answer =
                fixture.send(
                        fixture.request("/mcp")
                                .header("Authorization", "Bearer stale")
                                .method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("www-authenticate"))
                .containsExactly("Bearer error=\"invalid_token\", " + SHARED);
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    @DisplayName("RS-T-08: a token for another resource")
    void tokenOfAnotherResourceIsInvalid() throws Exception {
        var answer = fixture.send(fixture.authorized("/mcp/oauth/ann").GET());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("www-authenticate"))
                .containsExactly("Bearer error=\"invalid_token\", " + PERSONAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer good", "bearer good", "BEARER good", "bEaReR  good"})
    @DisplayName("RS-T-07: the scheme's case does not matter")
    void goodTokenPasses(String authorization) throws Exception {
        var answer =
                fixture.send(fixture.request("/mcp").header("Authorization", authorization).GET());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer good good",
                "Bearer good, Bearer good",
                "Bearer \"good\"",
                "Bearer =good"
            })
    @DisplayName("RS-T-03, RS-T-06: malformed credentials")
    void malformedCredentialsAreABadRequest(String authorization) throws Exception {
        var answer =
                fixture.send(fixture.request("/mcp").header("Authorization", authorization).GET());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().allValues("www-authenticate"))
                .containsExactly("Bearer error=\"invalid_request\", " + SHARED);
    }

    @Test
    @DisplayName("RS-T-03: more than one Authorization field")
    void twoAuthorizationFieldsAreABadRequest() throws Exception {
        var answer =
                fixture.send(
                        fixture.authorized("/mcp").header("authorization", "Bearer good").GET());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"invalid_request\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic Z29vZA==", "Bearergood", "", "DPoP good"})
    @DisplayName("RFC 6750 section 3.1: another scheme is no credential")
    void otherSchemeIsChallengedWithoutAnError(String authorization) throws Exception {
        var answer =
                fixture.send(fixture.request("/mcp").header("Authorization", authorization).GET());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("www-authenticate"))
                .containsExactly("Bearer " + SHARED);
    }

    @Test
    @DisplayName("RS-T-07: a token in the URL")
    void tokenInTheUrlIsIgnored() throws Exception {
        var answer = fixture.send(fixture.request("/mcp?access_token=good").GET());

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("RS-P-07: staying connected is no scope of a challenge")
    void challengeAsksForNoMoreThanIsNeeded() {
        assertThat(BearerChallenge.of(Fixture.ISSUER, fixture.shared))
                .endsWith("scope=\"mcp\"")
                .doesNotContain("offline_access");
    }

    @Test
    @DisplayName("RS-T-05: short scope")
    void tokenWithoutTheScopeIsForbidden() throws Exception {
        Access access = fixture.accesses.get("good");
        fixture.accesses.put(
                "narrow",
                new Access(
                        access.grant(),
                        new AccountId("a1"),
                        access.client(),
                        access.clientName(),
                        access.resource(),
                        new Scope(List.of("offline_access")),
                        access.user(),
                        access.apiKey()));

        var answer =
                fixture.send(
                        fixture.request("/mcp").header("Authorization", "Bearer narrow").GET());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().allValues("www-authenticate"))
                .containsExactly("Bearer error=\"insufficient_scope\", " + SHARED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "OPTIONS", "post"})
    void otherMethodsAreNotAllowedEvenWithoutToken(String method) throws Exception {
        var answer =
                fixture.send(
                        fixture.request("/mcp")
                                .method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains("POST, GET, HEAD, DELETE");
    }

    @Test
    void storeThatIsAwayIsAFaultAndNeverAVerdict() throws Exception {
        BearerTokens away =
                new BearerTokens() {
                    @Override
                    public BearerCheck check(Secret token, ProtectedResource resource) {
                        throw new StoreUnavailableException("away", null);
                    }

                    @Override
                    public boolean live(GrantId grant) {
                        throw new StoreUnavailableException("away", null);
                    }
                };
        try (McpBridge bridge =
                        new McpBridge(
                                Fixture.ISSUER,
                                away,
                                new FakeSessions(),
                                _ -> fixture.verdict,
                                Fixture.QUICK,
                                McpLimits.NONE,
                                Observer.NONE,
                                new MovableClock(),
                                new SecureRandom());
                JdkServer front = new JdkServer(bridge, _ -> fixture.shared)) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + "/mcp"))
                            .header("Authorization", "Bearer good")
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"method\":\"ping\",\"id\":\"a\"}"))
                            .build();

            var answer = fixture.http.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).contains("2");
            assertThat(answer.headers().firstValue("www-authenticate")).isEmpty();
            assertThat(answer.body()).contains("\"id\":\"a\"").contains("-32603");
        }
    }
}
