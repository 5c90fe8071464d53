package dev.keystile.app.trace;

import static dev.keystile.app.trace.OtlpReceiver.attributes;
import static dev.keystile.app.trace.OtlpReceiver.id;
import static dev.keystile.app.trace.OtlpReceiver.parent;
import static dev.keystile.app.trace.OtlpReceiver.traceId;
import static dev.keystile.app.trace.OtlpReceiver.traceparent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.flow.EraUpstream.Era;
import dev.keystile.app.http.Raw;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls through a gateway that tells a real receiver, to an upstream that sees what comes. */
@Timeout(120)
class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String PARENT = "00-" + TRACE + "-" + CALLER + "-01";
    private static final String KEY = "jean_sk_demo_1";
    private static final String MODERN =
            "\"io.modelcontextprotocol/protocolVersion\": \"2026-07-28\","
                    + " \"io.modelcontextprotocol/clientCapabilities\": {}";
    private static final String NAME = "POST /mcp/oauth/{user_id}";

    @TempDir private Path folder;
    private final OtlpReceiver receiver = new OtlpReceiver();
    private final SeenUpstream upstream = new SeenUpstream(Era.BOTH);
    private OpenGateway gateway;

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        upstream.close();
        receiver.close();
    }

    private void start(String tracing) throws IOException {
        gateway =
                OpenGateway.configured(
                        folder,
                        "connector: {upstream-url: '%s'}%n%s".formatted(upstream.url(), tracing));
    }

    private void startTraced() throws IOException {
        start("tracing: {endpoint: '%s'}".formatted(receiver.url()));
    }

    /** Its last spans are sent by then. */
    private void end() {
        gateway.close();
    }

    private Raw.Answer send(String body, String... headers) {
        List<String> lines = new ArrayList<>(List.of(headers));
        lines.add("X-API-Key: " + KEY);
        lines.add("Accept: application/json, text/event-stream");
        return gateway.post(
                "/mcp/oauth/ann", "application/json", body, lines.toArray(String[]::new));
    }

    private Raw.Answer modern(String body, String... headers) {
        List<String> lines = new ArrayList<>(List.of(headers));
        lines.add("MCP-Protocol-Version: 2026-07-28");
        lines.add("Mcp-Method: tools/call");
        lines.add("Mcp-Name: search_memory");
        return send(body, lines.toArray(String[]::new));
    }

    private static String call(String meta) {
        return "{\"jsonrpc\": \"2.0\",  \"id\": 7, \"method\": \"tools/call\", \"params\": {\"name\": \"search_memory\","
                + " \"arguments\": {\"query\": \"tea \\u00e9 1.50\"}, \"_meta\": {"
                + meta
                + "}}}";
    }

    @Test
    void clientGatewayAndUpstreamAreOneTrace() throws IOException {
        startTraced();

        Raw.Answer answer =
                send(call(""), "traceparent: " + PARENT, "tracestate: a=1,b=2", "baggage: c=3");
        end();

        assertThat(answer.status()).isEqualTo(200);
        Span server = receiver.server(NAME);
        Span client = receiver.client("tools/call");
        assertThat(traceId(server)).isEqualTo(TRACE);
        assertThat(parent(server)).isEqualTo(CALLER);
        assertThat(traceId(client)).isEqualTo(TRACE);
        assertThat(parent(client)).isEqualTo(id(server));
        assertThat(upstream.last().headers())
                .containsEntry("traceparent", traceparent(client))
                .containsEntry("tracestate", "a=1,b=2")
                .containsEntry("baggage", "c=3");
        assertThat(upstream.last().body()).isEqualTo(call(""));
        assertThat(receiver.spans()).allMatch(span -> span.getTraceState().isEmpty());
    }

    @Test
    void spansSayWhatTheConventionsName() throws IOException {
        startTraced();

        Raw.Answer answer = send(call(""));
        end();

        Span server = receiver.server(NAME);
        String port = gateway.base().replaceAll(".*:", "");
        assertThat(attributes(server))
                .containsOnly(
                        entry("http.request.method", "POST"),
                        entry("http.route", "/mcp/oauth/{user_id}"),
                        entry("http.response.status_code", "200"),
                        entry("url.scheme", "http"),
                        entry("server.address", "localhost"),
                        entry("server.port", port),
                        entry("mcp.method.name", "tools/call"),
                        entry("gen_ai.operation.name", "execute_tool"),
                        entry("gen_ai.tool.name", "search_memory"),
                        entry("keystile.connector", "default"),
                        entry("keystile.request.id", answer.header("x-request-id")));
        assertThat(server.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(attributes(receiver.client("tools/call")))
                .containsOnly(
                        entry("http.request.method", "POST"),
                        entry("http.response.status_code", "200"),
                        entry("url.scheme", "http"),
                        entry("server.address", "127.0.0.1"),
                        entry("server.port", upstream.url().replaceAll(".*:(\\d+)/.*", "$1")),
                        entry("mcp.method.name", "tools/call"),
                        entry("keystile.connector", "default"));
        assertThat(receiver.resources().getFirst().getAttributesList())
                .anyMatch(each ->
                        each.getKey().equals("service.name")
                                && each.getValue().getStringValue().equals("keystile"));
    }

    @Test
    void aMessageOf20260728SaysItselfWhereItStands() throws IOException {
        startTraced();
        String theirs = "\"traceparent\": \"" + PARENT + "\", \"tracestate\": \"a=1\", ";

        modern(call(theirs + MODERN));
        end();

        Span server = receiver.server(NAME);
        Span client = receiver.client("tools/call");
        assertThat(traceId(server)).isEqualTo(TRACE);
        assertThat(parent(server)).isEqualTo(CALLER);
        assertThat(upstream.last().body())
                .isEqualTo(call(theirs.replace(PARENT, traceparent(client)) + MODERN));
        assertThat(upstream.last().headers())
                .containsEntry("traceparent", traceparent(client))
                .containsEntry("tracestate", "a=1");
    }

    @Test
    void aMessageOf20260728IsToldWhatItsHeaderFieldsSay() throws IOException {
        startTraced();

        modern(call(MODERN), "traceparent: " + PARENT, "tracestate: a=1", "baggage: c=3");
        end();

        String ours =
                "\"traceparent\":\"%s\",\"tracestate\":\"a=1\",\"baggage\":\"c=3\","
                        .formatted(traceparent(receiver.client("tools/call")));
        assertThat(upstream.last().body()).isEqualTo(call(ours + MODERN));
    }

    @Test
    void theHeaderFieldGoesBeforeTheMessage() throws IOException {
        startTraced();
        String other = PARENT.replace("4bf92f", "aaaaaa");

        modern(call("\"traceparent\": \"" + other + "\", " + MODERN), "traceparent: " + PARENT);
        end();

        assertThat(traceId(receiver.server(NAME))).isEqualTo(TRACE);
    }

    @Test
    void anOlderMessageIsReadAndStaysAsItIs() throws IOException {
        startTraced();
        String body = call("\"traceparent\": \"" + PARENT + "\"");

        send(body);
        end();

        assertThat(parent(receiver.server(NAME))).isEqualTo(CALLER);
        assertThat(upstream.last().body()).isEqualTo(body);
        assertThat(upstream.last().headers())
                .containsEntry("traceparent", traceparent(receiver.client("tools/call")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "traceparent: nonsense",
                "traceparent: 00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "traceparent: ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\ntraceparent: x",
                "X-Nothing: 1"
            })
    void whatIsMalformedBeginsAnotherTrace(String field) throws IOException {
        startTraced();

        Raw.Answer answer = send(call(""), field, "tracestate: a=1", "baggage: c=3");
        end();

        Span server = receiver.server(NAME);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(parent(server)).isEmpty();
        assertThat(traceId(server)).isNotEqualTo(TRACE);
        assertThat(upstream.last().headers())
                .containsEntry("traceparent", traceparent(receiver.client("tools/call")))
                .containsEntry("baggage", "c=3")
                .doesNotContainKey("tracestate");
    }

    @Test
    void aTraceThatTheCallerDoesNotRecordGoesOnWithoutUs() throws IOException {
        startTraced();
        String unrecorded = PARENT.replaceAll("01$", "00");
        String body = call("\"traceparent\": \"" + PARENT + "\", " + MODERN);

        modern(body, "traceparent: " + unrecorded, "tracestate: a=1");
        end();

        assertThat(receiver.spans()).isEmpty();
        assertThat(upstream.last().body()).isEqualTo(body);
        assertThat(upstream.last().headers())
                .containsEntry("traceparent", unrecorded)
                .containsEntry("tracestate", "a=1");
    }

    @Test
    void nobodyCanHaveMoreRecordedThanIsSampled() throws IOException {
        start("tracing: {endpoint: '%s', sample: 0}".formatted(receiver.url()));

        modern(call(MODERN), "traceparent: " + PARENT);
        String theirs = upstream.last().headers().get("traceparent");
        modern(call(MODERN));
        end();

        assertThat(receiver.spans()).isEmpty();
        assertThat(theirs).isEqualTo(PARENT);
        assertThat(upstream.last().headers().get("traceparent")).matches("00-.{32}-.{16}-0[02]");
        assertThat(upstream.last().body()).isEqualTo(call(MODERN));
    }

    @Test
    void withoutAnEndpointNothingIsSentAndNothingChanged() throws IOException {
        start("tracing: {headers: 'x-key=1', sample: 1}");
        String body = call("\"traceparent\": \"" + PARENT + "\", " + MODERN);

        modern(body, "traceparent: any thing", "tracestate: a=1, b", "baggage: c=3");
        String metrics = gateway.management("/metrics").body();
        end();

        assertThat(receiver.bodies()).isEmpty();
        assertThat(metrics).doesNotContain("keystile_trace");
        assertThat(upstream.last().body()).isEqualTo(body);
        assertThat(upstream.last().headers())
                .containsEntry("traceparent", "any thing")
                .containsEntry("tracestate", "a=1, b")
                .containsEntry("baggage", "c=3");
        modernWithoutContext();
    }

    private void modernWithoutContext() throws IOException {
        start("");
        modern(call(MODERN));
        assertThat(upstream.last().headers())
                .doesNotContainKeys("traceparent", "tracestate", "baggage");
        assertThat(upstream.last().body()).isEqualTo(call(MODERN));
    }

    @Test
    void failuresAreTold() throws IOException {
        startTraced();

        send(call("").replace("search_memory", "no_such_tool"));
        upstream.answers(exchange -> exchange.sendResponseHeaders(503, -1));
        send(call(""));
        end();

        Span failed =
                receiver.only(span ->
                        span.getName().equals(NAME)
                                && attributes(span).containsKey("error.type")
                                && attributes(span).get("http.response.status_code").equals("200"));
        assertThat(failed.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(attributes(failed)).containsEntry("gen_ai.tool.name", "_OTHER");
        Span broken =
                receiver.only(span ->
                        span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT
                                && attributes(span).containsKey("error.type"));
        assertThat(attributes(broken)).containsEntry("error.type", "503");
        assertThat(broken.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(receiver.spans())
                .filteredOn(span -> span.getName().equals(NAME))
                .anyMatch(span -> "503".equals(attributes(span).get("error.type")));
    }

    @Test
    void anUpstreamThatIsAwayIsNamedByWhatFailed() throws IOException {
        startTraced();
        upstream.close();

        Raw.Answer answer = send(call(""));
        end();

        assertThat(answer.status()).isEqualTo(502);
        assertThat(attributes(receiver.client("tools/call")))
                .containsEntry("error.type", "ConnectException")
                .doesNotContainKey("http.response.status_code");
        assertThat(attributes(receiver.server(NAME))).containsEntry("error.type", "502");
    }
}
