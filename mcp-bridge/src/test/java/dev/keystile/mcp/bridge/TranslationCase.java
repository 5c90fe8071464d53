package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.ApiKeyHeader;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;

/** A bridge that translates, before an upstream of one era. */
abstract class TranslationCase {
    static final String ACCEPT = "application/json, text/event-stream";

    FakeUpstream upstream;
    Fixture fixture;

    void start(FakeUpstream.Handler server) throws IOException {
        start(Fixture.QUICK, server);
    }

    void start(BridgeSettings settings, FakeUpstream.Handler server) throws IOException {
        upstream = new FakeUpstream();
        upstream.answers(server);
        fixture = node(settings, true);
    }

    void startWithoutTranslation(FakeUpstream.Handler server) throws IOException {
        upstream = new FakeUpstream();
        upstream.answers(server);
        fixture = node(Fixture.QUICK, false);
    }

    /** One more gateway before the same upstream. */
    Fixture node() throws IOException {
        return node(Fixture.QUICK, true);
    }

    private Fixture node(BridgeSettings settings, boolean translate) throws IOException {
        var handling = new CallHandling(RawKeys.ALLOWED, ToolHints.NONE, false, translate);
        return new Fixture(
                upstream.uri("/mcp"),
                settings,
                new ApiKeyHeader("x-api-key", null),
                UpstreamSettings.of(settings).with(handling));
    }

    @AfterEach
    void stop() {
        fixture.close();
        upstream.close();
    }

    HttpRequest.Builder legacy(String body) {
        return fixture.authorized("/mcp")
                .header("Accept", ACCEPT)
                .POST(BodyPublishers.ofString(body));
    }

    /** A request of 2026-07-28 with all its fields. */
    HttpRequest.Builder modern(String method, String name, String params) {
        String meta =
                "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"Claude\",\"version\":\"9\"},"
                        + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{}}"
                        + "%META%}";
        return modern(method, name, params, meta.replace("%META%", ""));
    }

    HttpRequest.Builder modern(String method, String name, String params, String meta) {
        HttpRequest.Builder request =
                legacy(modernBody(method, params, meta))
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", method);
        return name.isEmpty() ? request : request.header("Mcp-Name", name);
    }

    private static String modernBody(String method, String params, String meta) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\""
                + method
                + "\",\"params\":{"
                + params
                + (params.isEmpty() ? "" : ",")
                + meta
                + "}}";
    }

    /** The messages in an answer, JSON or events. */
    static List<JsonObject> messages(HttpResponse<String> answer) {
        if (!answer.headers().firstValue("content-type").orElse("").equals("text/event-stream")) {
            return List.of(json(answer.body()));
        }
        return answer.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> json(line.substring(6)))
                .toList();
    }

    static JsonObject json(String text) {
        return Json.object(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    /** The requests that arrived upstream and hold this text. */
    List<FakeUpstream.Received> upstream(Predicate<FakeUpstream.Received> wanted) {
        return upstream.received().stream().filter(wanted).toList();
    }

    List<FakeUpstream.Received> upstream(String text) {
        return upstream(received -> received.body().contains(text));
    }
}
