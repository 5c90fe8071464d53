package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and upstreams that have nothing to do with sessions. */
@Timeout(60)
class NoSessionTest extends SessionCase {
    @ParameterizedTest
    @ValueSource(strings = {"MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/list"})
    @DisplayName("GW-M-04: a request of 2026-07-28 gets no session")
    void modernRequestGetsNoSession(String header) throws Exception {
        fixture.post(INITIALIZE);
        String[] field = header.split(": ", 2);

        var answer =
                fixture.send(
                        fixture.authorized("/mcp")
                                .header(field[0], field[1])
                                .POST(BodyPublishers.ofString(LIST)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(upstream.last().headers()).doesNotContainKey("mcp-session-id");
        assertThat(server.opened).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\",\"params\":{\"_meta\":"
                        + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"server/discover\"}"
            })
    @DisplayName("GW-M-04: nor does one that says so in its body alone")
    void modernMessageGetsNoSession(String message) throws Exception {
        fixture.post(INITIALIZE);

        assertThat(fixture.post(message).statusCode()).isEqualTo(400);
        assertThat(upstream.last().headers()).doesNotContainKey("mcp-session-id");
        assertThat(server.opened).hasSize(1);
    }

    @Test
    void upstreamWithoutSessionsIsLeftAlone() throws Exception {
        upstream.answers((exchange, _) ->
                FakeUpstream.answer(
                        exchange,
                        200,
                        "application/json",
                        "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":\"2025-11-25\"}}"));

        fixture.post(INITIALIZE);
        fixture.post(INITIALIZED);
        fixture.post(LIST);

        assertThat(upstream.received()).hasSize(3);
        assertThat(fixture.sessions.writes).hasValue(0);
    }

    @Test
    void upstreamThatHasSessionsNoLongerIsNotSentOne() throws Exception {
        remember("before");
        upstream.answers((exchange, received) -> {
            boolean initialize = received.body().contains("\"initialize\"");
            FakeUpstream.answer(
                    exchange,
                    initialize || !received.headers().containsKey("mcp-session-id") ? 200 : 404,
                    "application/json",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-11-25\"}}");
        });

        assertThat(fixture.post(LIST).statusCode()).isEqualTo(404);
        assertThat(fixture.post(LIST).statusCode()).isEqualTo(200);
        assertThat(fixture.sessions.latest).isEmpty();

        remember("before");
        fixture.post(INITIALIZE);
        assertThat(fixture.sessions.latest).isEmpty();
    }

    @Test
    void upstreamThatOpensNoSessionHasTheLastWord() throws Exception {
        upstream.answers((exchange, _) ->
                FakeUpstream.answer(exchange, 400, "text/plain", "no session, ever"));

        var answer = fixture.post(LIST);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("no session, ever");
        assertThat(upstream.received()).hasSize(2);
    }

    @Test
    void storeThatIsAwayIsNotMissedWhereNoSessionIsNeeded() throws Exception {
        fixture.sessions.away = true;

        assertThat(fixture.post(INITIALIZE).statusCode()).isEqualTo(200);
        upstream.answers(
                (exchange, _) -> FakeUpstream.answer(exchange, 200, "application/json", "{}"));
        assertThat(fixture.post(LIST).statusCode()).isEqualTo(200);
    }
}
