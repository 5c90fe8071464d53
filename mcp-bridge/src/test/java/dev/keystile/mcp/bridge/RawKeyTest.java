package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.Secret;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that send an API key in place of a token, as they did before there was a gateway. */
class RawKeyTest {
    private static final String RAW = "jean_sk_of_a_script";
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}";
    private static final ApiKeyHeader OWN = new ApiKeyHeader("x-api-key", null);
    private static final ApiKeyHeader BEARER = new ApiKeyHeader("Authorization", "Bearer");

    private FakeUpstream upstream;
    private Fixture fixture;
    private LogLines log;

    @BeforeEach
    void start() throws IOException {
        upstream = new FakeUpstream();
        fixture = before(OWN, RawKeys.ALLOWED);
        log = LogLines.ofAll();
    }

    @AfterEach
    void stop() {
        log.close();
        fixture.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({"/mcp, x-api-key", "/mcp/oauth/ann, X-API-Key", "/key/mcp, x-api-key"})
    @DisplayName(
            "GW-03: a key in place of a token goes up as it is, and nothing else about the caller")
    void keyGoesUpWithoutUserAndClient(String path, String field) throws Exception {
        var got =
                send(
                        fixture.request(path)
                                .header(field, RAW)
                                .header("x-user-id", "bob")
                                .header("x-client-name", "script")
                                .header("Cookie", "a=b")
                                .header("X-Forwarded-For", "192.0.2.1")
                                .header("Mcp-Param-Where", "here"));

        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(upstream.last().headers().get("x-api-key")).containsExactly(RAW);
        assertThat(upstream.last().headers())
                .doesNotContainKeys(
                        "x-user-id", "x-client-name", "cookie", "x-forwarded-for", "authorization");
        assertThat(upstream.last().header("mcp-param-where")).isEqualTo("here");
        assertThat(upstream.last().body()).isEqualTo(CALL);
    }

    @Test
    @DisplayName("a token wins over a key beside it")
    void tokenWins() throws Exception {
        send(fixture.authorized("/mcp").header("x-api-key", RAW));

        assertThat(upstream.last().headers().get("x-api-key")).containsExactly(Fixture.KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer stale", "Basic YTpi"})
    @DisplayName("a credential that is none of ours is not mended by the key beside it")
    void badAuthorizationIsRefused(String authorization) throws Exception {
        var got =
                send(
                        fixture.request("/mcp")
                                .header("Authorization", authorization)
                                .header("x-api-key", RAW));

        assertThat(got.statusCode()).isEqualTo(401);
        assertThat(upstream.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/mcp/oauth/ann, ann", "/mcp, bob"})
    @DisplayName("who checks key and user together is told the user of the URL, else the caller's")
    void upstreamThatChecksThePairIsTold(String path, String user) throws Exception {
        try (Fixture pair = before(OWN, new RawKeys(true, true))) {
            send(
                    pair,
                    pair.request(path)
                            .header("x-api-key", RAW)
                            .header("x-user-id", "bob")
                            .header("x-client-name", "a script"));
        }

        assertThat(upstream.last().headers().get("x-user-id")).containsExactly(user);
        assertThat(upstream.last().headers().get("x-client-name")).containsExactly("a script");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../bob", "a b", ""})
    void whatIsNoUserIdIsNotPassed(String user) throws Exception {
        try (Fixture pair = before(OWN, new RawKeys(true, true))) {
            send(pair, pair.request("/mcp").header("x-api-key", RAW).header("x-user-id", user));
        }

        assertThat(upstream.last().headers()).doesNotContainKey("x-user-id");
    }

    @Test
    @DisplayName("an upstream's 401 to a raw key is our own, and marks nothing dead")
    void refusedKeyIsToldSo() throws Exception {
        upstream.answers((exchange, _) -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"theirs\"");
            FakeUpstream.answer(exchange, 401, "text/plain", "theirs");
        });

        var got = send(fixture.request("/mcp").header("x-api-key", RAW));

        assertThat(got.statusCode()).isEqualTo(401);
        assertThat(got.headers().allValues("www-authenticate"))
                .containsExactly(
                        "Bearer resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource/mcp\","
                                + " scope=\"mcp\"");
        assertThat(got.body())
                .startsWith("{\"error\":\"invalid_api_key\"")
                .doesNotContain("theirs", RAW);
        assertThat(fixture.reported).isEmpty();
        assertThat(log.of("mcp.raw-key-refused"))
                .containsExactly("mcp.raw-key-refused connector=memory with=api-key");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 429, 500})
    void otherAnswersPassAsTheyAre(int status) throws Exception {
        upstream.answers(
                (exchange, _) -> FakeUpstream.answer(exchange, status, "text/plain", "theirs"));

        var got = send(fixture.request("/mcp").header("x-api-key", RAW));

        assertThat(got.statusCode()).isEqualTo(status);
        assertThat(got.body()).isEqualTo("theirs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk_other", "jean_sk_", "jean_sk_ with space"})
    @DisplayName("what cannot be a key goes nowhere, and the caller is told what one looks like")
    void whatIsNoKeyIsRefused(String value) throws Exception {
        var got = send(fixture.request("/mcp").header("x-api-key", value));

        assertThat(got.statusCode()).isEqualTo(401);
        assertThat(got.body())
                .contains("Send x-api-key: jean_sk_..., or leave it away and sign in.");
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void severalKeysAreABadRequest() throws Exception {
        var got =
                send(
                        fixture.request("/mcp")
                                .header("x-api-key", RAW)
                                .header("x-api-key", RAW + "2"));

        assertThat(got.statusCode()).isEqualTo(400);
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    @DisplayName("an empty key is none: the client is led to sign in")
    void emptyKeyIsNone() throws Exception {
        var got = send(fixture.request("/mcp").header("x-api-key", " "));

        assertThat(got.statusCode()).isEqualTo(401);
        assertThat(got.body()).startsWith("{\"error\":\"unauthorized\"");
    }

    @Test
    @DisplayName("where keys are not taken, every request needs a token")
    void keysCanBeTurnedOff() throws Exception {
        try (Fixture closed = before(OWN, RawKeys.REFUSED)) {
            assertThat(send(closed, closed.request("/mcp").header("x-api-key", RAW)).body())
                    .startsWith("{\"error\":\"unauthorized\"");
            var sibling = send(closed, closed.request("/key/mcp").header("x-api-key", RAW));
            assertThat(sibling.statusCode()).isEqualTo(404);
            assertThat(sibling.body())
                    .contains("connect to https://mcp.example.com/mcp and sign in");
        }
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    @DisplayName("the sibling path tells of no way to sign in, and takes no token")
    void siblingPathKnowsKeysOnly() throws Exception {
        var none = send(fixture.request("/key/mcp"));
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.headers().allValues("www-authenticate"))
                .containsExactly("ApiKey realm=\"mcp\"");
        assertThat(none.body()).contains("send x-api-key: jean_sk_....").doesNotContain("sign in");

        assertThat(send(fixture.authorized("/key/mcp")).statusCode()).isEqualTo(401);
        assertThat(upstream.received()).isEmpty();

        upstream.answers((exchange, _) -> FakeUpstream.answer(exchange, 401, "text/plain", "no"));
        var refused = send(fixture.request("/key/mcp").header("x-api-key", RAW));
        assertThat(refused.headers().allValues("www-authenticate"))
                .containsExactly("ApiKey realm=\"mcp\"");
        assertThat(refused.body()).doesNotContain("sign in");
    }

    @Test
    @DisplayName("where keys travel in Authorization, the prefix of tokens decides what it holds")
    void prefixDecidesInAuthorization() throws Exception {
        try (Fixture bearer = before(BEARER, RawKeys.ALLOWED)) {
            send(bearer, bearer.request("/mcp").header("Authorization", "bearer " + RAW));
            assertThat(upstream.last().headers().get("authorization"))
                    .containsExactly("Bearer " + RAW);

            send(bearer, bearer.authorized("/mcp"));
            assertThat(upstream.last().headers().get("authorization"))
                    .containsExactly("Bearer " + Fixture.KEY);

            int before = upstream.received().size();
            for (String other : List.of("Bearer stale", "Bearer sk_other", "Basic " + RAW, RAW)) {
                var got = send(bearer, bearer.request("/mcp").header("Authorization", other));
                assertThat(got.statusCode()).as(other).isEqualTo(401);
                assertThat(got.headers().firstValue("www-authenticate").orElseThrow())
                        .contains("resource_metadata");
            }
            assertThat(upstream.received()).hasSize(before);
        }
    }

    @Test
    @DisplayName("GW-L-03: the session of a raw key is between caller and upstream")
    void sessionPassesAsItIs() throws Exception {
        upstream.answers((exchange, _) -> {
            exchange.getResponseHeaders().set("Mcp-Session-Id", "s-2");
            FakeUpstream.answer(exchange, 200, "application/json", "{}");
        });

        var got =
                send(
                        fixture.request("/mcp")
                                .header("x-api-key", RAW)
                                .header("Mcp-Session-Id", "s-1"));

        assertThat(upstream.last().headers().get("mcp-session-id")).containsExactly("s-1");
        assertThat(got.headers().allValues("mcp-session-id")).containsExactly("s-2");
    }

    @Test
    @DisplayName("GW-L-04: a raw key opens no session that was sealed for a grant")
    void sealedSessionsStayClosed() throws Exception {
        Secret sealed =
                fixture.sessions.seal(Fixture.GRANT, fixture.connector.id(), Secret.of("s-1"));

        send(
                fixture.request("/mcp")
                        .header("x-api-key", RAW)
                        .header("Mcp-Session-Id", sealed.reveal()));

        assertThat(upstream.last().header("mcp-session-id")).isNotEqualTo("s-1");
    }

    private Fixture before(ApiKeyHeader header, RawKeys rawKeys) throws IOException {
        return new Fixture(
                upstream.uri("/mcp"),
                Fixture.QUICK,
                header,
                UpstreamSettings.of(Fixture.QUICK)
                        .with(new CallHandling(rawKeys, ToolHints.NONE, false, false)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return send(fixture, request);
    }

    private static HttpResponse<String> send(Fixture to, HttpRequest.Builder request)
            throws Exception {
        return to.send(request.POST(BodyPublishers.ofString(CALL)));
    }
}
