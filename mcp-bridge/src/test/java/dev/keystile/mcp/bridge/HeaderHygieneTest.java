package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.WritableHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the fields of a request and of an answer gets through. */
class HeaderHygieneTest extends BridgeCase {
    @Test
    @DisplayName("GW-01, GW-03, GW-05: what arrives upstream is exactly this")
    void nothingButTheAllowedFieldsArrives() throws Exception {
        try (Wire wire = new Wire(fixture.front.port())) {
            wire.send(
                    "{}",
                    "POST /mcp/oauth/ann?x=1 HTTP/1.1",
                    "Host: mcp.example.com",
                    "Authorization: Bearer ann",
                    "Cookie: a=b",
                    "DPoP: proof",
                    "X-API-Key: jean_sk_injected",
                    "x-api-key: jean_sk_injected",
                    "X-User-Id: eve",
                    "X-Client-Name: eve",
                    "Forwarded: for=1.2.3.4",
                    "X-Forwarded-For: 1.2.3.4",
                    "X-Real-IP: 1.2.3.4",
                    "Origin: https://evil.example",
                    "Referer: https://evil.example/",
                    "User-Agent: Claude-User",
                    "Accept: */*",
                    "Accept-Encoding: gzip, br",
                    "Proxy-Authorization: Basic eDp5",
                    "Via: 1.0 elsewhere",
                    "X-Anthropic-Client: x",
                    "Content-Type: application/json; charset=utf-8");
            wire.head();
        }

        assertThat(upstream.last().headers())
                .containsOnlyKeys(
                        "accept",
                        "accept-encoding",
                        "connection",
                        "content-length",
                        "content-type",
                        "host",
                        "user-agent",
                        "via",
                        "x-api-key",
                        "x-client-name",
                        "x-user-id");
        assertThat(upstream.last().uri().toString()).isEqualTo("/mcp");
        assertThat(upstream.last().header("x-api-key")).isEqualTo(Fixture.KEY);
        assertThat(upstream.last().header("x-user-id")).isEqualTo("ann");
        assertThat(upstream.last().header("x-client-name")).isEqualTo("Claude");
        assertThat(upstream.last().header("accept"))
                .isEqualTo("application/json, text/event-stream");
        assertThat(upstream.last().header("accept-encoding")).isEqualTo("identity");
        assertThat(upstream.last().header("content-type"))
                .isEqualTo("application/json; charset=utf-8");
        assertThat(upstream.last().header("connection")).isEqualToIgnoringCase("keep-alive");
        assertThat(upstream.last().header("host")).isEqualTo(upstream.uri("").getAuthority());
        assertThat(upstream.last().header("via")).isEqualTo("1.1 keystile");
        assertThat(upstream.last().header("user-agent")).isEqualTo("Keystile");
    }

    @Test
    @DisplayName("GW-04, GW-L-03, GW-L-06: fields of MCP and of tracing pass as they are")
    void fieldsOfTheProtocolPass() throws Exception {
        Secret session =
                fixture.sessions.seal(new GrantId("g1"), fixture.connector.id(), Secret.of("s-1"));
        fixture.send(
                fixture.authorized("/mcp")
                        .header("Mcp-Session-Id", session.reveal())
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", "=?base64?w6Q=?=")
                        .header("Mcp-Param-Region", "eu West")
                        .header("Last-Event-ID", "7")
                        .header("Accept-Language", "de")
                        .header("traceparent", "00-a-b-01")
                        .header("tracestate", "k=v")
                        .header("baggage", "k=v")
                        .POST(BodyPublishers.ofString("{}")));

        assertThat(upstream.last().header("mcp-session-id")).isEqualTo("s-1");
        assertThat(upstream.last().header("mcp-protocol-version")).isEqualTo("2026-07-28");
        assertThat(upstream.last().header("mcp-method")).isEqualTo("tools/call");
        assertThat(upstream.last().header("mcp-name")).isEqualTo("=?base64?w6Q=?=");
        assertThat(upstream.last().header("mcp-param-region")).isEqualTo("eu West");
        assertThat(upstream.last().header("last-event-id")).isEqualTo("7");
        assertThat(upstream.last().header("accept-language")).isEqualTo("de");
        assertThat(upstream.last().header("traceparent")).isEqualTo("00-a-b-01");
        assertThat(upstream.last().header("tracestate")).isEqualTo("k=v");
        assertThat(upstream.last().header("baggage")).isEqualTo("k=v");
        assertThat(upstream.last().headers()).doesNotContainKey("x-user-id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mcp-Session_Id", "Mcp-Protocol_Version", "mcp-api_key"})
    @DisplayName("GW-03: a name that CGI takes for another one stays behind")
    void underscoresStayBehind(String name) throws Exception {
        fixture.send(
                fixture.authorized("/mcp")
                        .header(name, "x")
                        .header("Mcp-Param-User_Name", "ann")
                        .POST(BodyPublishers.ofString("{}")));

        assertThat(upstream.last().headers())
                .containsKey("mcp-param-user_name")
                .doesNotContainKey(name.toLowerCase(Locale.ROOT));
    }

    @Test
    @DisplayName("GW-02: what Connection names is for one hop")
    void fieldsNamedByConnectionAreDropped() throws Exception {
        try (Wire wire = new Wire(fixture.front.port())) {
            wire.send(
                    "{}",
                    "POST /mcp HTTP/1.1",
                    "Host: x",
                    "Authorization: Bearer good",
                    "Connection: keep-alive, MCP-Param-A",
                    "Connection: x-api-key,mcp-param-b",
                    "Mcp-Param-A: 1",
                    "Mcp-Param-B: 1",
                    "Mcp-Param-C: 1",
                    "TE: trailers",
                    "Trailer: x",
                    "Keep-Alive: timeout=5",
                    "Proxy-Connection: close");
            wire.head();
        }

        assertThat(upstream.last().headers())
                .containsKeys("mcp-param-c", "x-api-key")
                .doesNotContainKeys(
                        "mcp-param-a",
                        "mcp-param-b",
                        "te",
                        "trailer",
                        "keep-alive",
                        "proxy-connection");
        assertThat(upstream.last().header("x-api-key")).isEqualTo(Fixture.KEY);
    }

    @Test
    void repeatedFieldKeepsAllItsValues() throws Exception {
        fixture.send(
                fixture.authorized("/mcp")
                        .header("Mcp-Param-A", "1")
                        .header("mcp-param-a", "2")
                        .GET());

        assertThat(upstream.last().header("mcp-param-a")).isEqualTo("1 | 2");
    }

    @Test
    void valueThatIsNotPrintableAsciiIsDropped() {
        var to = WritableHeaders.create();

        HeaderPolicy.toUpstream(
                line -> {
                    line.accept("Mcp-Param-A", "1\r\nx-api-key: jean_sk_injected");
                    line.accept("Mcp-Param-B", "\u010a");
                    line.accept("Mcp-Param-C\r\nx", "1");
                    line.accept("Mcp-Param-D", "fine\tand good");
                },
                "x-api-key",
                to);

        assertThat(to.stream().map(Header::name)).containsExactly("mcp-param-d");
    }

    @Test
    void keyHeaderWithSchemeReplacesTheClientsAuthorization() throws Exception {
        try (Fixture bearer =
                new Fixture(
                        upstream.uri("/mcp"),
                        Fixture.QUICK,
                        new ApiKeyHeader("Authorization", "Bearer"))) {
            bearer.post("{}");
        }

        assertThat(upstream.last().header("authorization")).isEqualTo("Bearer " + Fixture.KEY);
        assertThat(upstream.last().headers()).doesNotContainKey("x-api-key");
    }

    @Test
    void keyHeaderUnderAnMcpNameCannotBeInjected() throws Exception {
        try (Fixture odd =
                new Fixture(
                        upstream.uri("/mcp"), Fixture.QUICK, new ApiKeyHeader("Mcp-Key", null))) {
            odd.send(odd.authorized("/mcp").header("mcp-key", "jean_sk_injected").GET());
        }

        assertThat(upstream.last().header("mcp-key")).isEqualTo(Fixture.KEY);
    }

    @Test
    @DisplayName("GW-03: the key header's name never passes, whatever case it comes in")
    void fieldNamedLikeTheKeyHeaderIsDropped() {
        var to = WritableHeaders.create();

        HeaderPolicy.toUpstream(line -> line.accept("MCP-Key", "jean_sk_injected"), "mcp-key", to);

        assertThat(to.stream()).isEmpty();
    }

    @Test
    void clientNameIsReducedToAscii() throws Exception {
        String longName = "\u202eCläude \"x\" " + "y".repeat(80);
        fixture.accesses.put("odd", Fixture.access(fixture.shared, null, longName));
        fixture.accesses.put("none", Fixture.access(fixture.shared, null, "\u4e2d\u6587"));

        fixture.send(fixture.request("/mcp").header("Authorization", "Bearer odd").GET());
        String name = upstream.last().header("x-client-name");
        fixture.send(fixture.request("/mcp").header("Authorization", "Bearer none").GET());

        assertThat(name).startsWith("Clude \"x\" yyy").hasSize(64);
        assertThat(upstream.last().headers()).doesNotContainKey("x-client-name");
    }

    @Test
    void userIdComesFromTheAccessAlone() throws Exception {
        fixture.accesses.put(
                "second", Fixture.access(fixture.shared, new UserId("second"), "Claude"));

        fixture.send(
                fixture.request("/mcp")
                        .header("Authorization", "Bearer second")
                        .header("X-USER-ID", "eve")
                        .GET());

        assertThat(upstream.last().header("x-user-id")).isEqualTo("second");
    }

    @Test
    @DisplayName("Accept towards the upstream")
    void acceptFitsTheMethod() throws Exception {
        fixture.send(fixture.authorized("/mcp").header("Accept", "*/*").GET());
        assertThat(upstream.last().header("accept")).isEqualTo("text/event-stream");

        fixture.send(fixture.authorized("/mcp").header("Accept", "text/html").DELETE());
        assertThat(upstream.last().headers()).doesNotContainKey("accept");
        assertThat(upstream.last().method()).isEqualTo("DELETE");
    }

    @Test
    @DisplayName("GW-06: what of an answer passes")
    void onlyAllowedFieldsOfTheAnswerPass() throws Exception {
        upstream.answers((exchange, _) -> {
            var headers = exchange.getResponseHeaders();
            headers.set("Mcp-Session-Id", "s-2");
            headers.set("MCP-Protocol-Version", "2025-11-25");
            headers.set("Retry-After", "7");
            headers.add("Allow", "POST");
            headers.add("Allow", "GET");
            headers.set("Set-Cookie", "a=b");
            headers.set("WWW-Authenticate", "Bearer resource_metadata=\"https://evil.example\"");
            headers.set("Access-Control-Allow-Origin", "https://evil.example");
            headers.set("Server", "x");
            headers.set("Alt-Svc", "h3=\":443\"");
            headers.set("Strict-Transport-Security", "max-age=1");
            headers.set("Location", "https://evil.example");
            headers.set("X-Powered-By", "x");
            FakeUpstream.answer(exchange, 429, "application/json; charset=utf-8", "{\"a\":1}");
        });

        var answer = fixture.post("{}");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).isEqualTo("{\"a\":1}");
        assertThat(answer.headers().map().keySet())
                .containsExactlyInAnyOrder(
                        "allow",
                        "content-length",
                        "content-type",
                        "date",
                        "mcp-protocol-version",
                        "mcp-session-id",
                        "retry-after");
        assertThat(answer.headers().firstValue("allow").orElseThrow().split(", "))
                .contains("POST", "GET");
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/json; charset=utf-8");
    }

    @Test
    void valueOfTheAnswerThatIsNotPrintableAsciiIsDropped() {
        var from = WritableHeaders.create();
        from.set(HeaderValues.create(HeaderNames.RETRY_AFTER, "7\r\nSet-Cookie: a=b"));
        from.set(HeaderValues.create(McpHeaders.SESSION_ID, "\u010a"));
        from.set(HeaderValues.create(HeaderNames.ALLOW, "POST,\tGET"));

        assertThat(HeaderPolicy.toClient(from)).containsOnlyKeys("Allow");
    }

    @Test
    void pathAndQueryOfTheUpstreamGoOutAsConfigured() throws Exception {
        try (Fixture exact = new Fixture(upstream.uri("/a%20b/.x/mc%2Fp/?k=a%2Bb&z"))) {
            exact.post("{}");
        }

        assertThat(upstream.last().uri().toString()).isEqualTo("/a%20b/.x/mc%2Fp/?k=a%2Bb&z");
    }
}
