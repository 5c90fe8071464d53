package dev.keystile.app.demo;

import static dev.keystile.app.demo.DemoClient.KEY;
import static dev.keystile.app.demo.DemoClient.json;
import static dev.keystile.app.demo.DemoClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonString;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the demo upstream speaks MCP 2026-07-28. */
final class DemoModernProtocolTest {
    private static final String VERSION = "2026-07-28";

    private final DemoUpstream upstream = DemoUpstream.start(InstantSource.fixed(Instant.EPOCH));
    private final DemoClient client = new DemoClient(upstream.uri());

    @AfterEach
    void stop() {
        client.close();
        upstream.close();
    }

    private static String meta(String version) {
        return "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\""
                + version
                + "\",\"io.modelcontextprotocol/clientCapabilities\":{}}";
    }

    private HttpResponse<String> call(String method, String version) throws Exception {
        var body = request(method, "{" + meta(version) + "}");
        return client.post(
                body, "x-api-key", KEY, "MCP-Protocol-Version", version, "Mcp-Method", method);
    }

    private HttpResponse<String> tool(String nameHeader) throws Exception {
        var body = request("tools/call", "{\"name\":\"list_memories\"," + meta(VERSION) + "}");
        return client.post(
                body,
                "x-api-key",
                KEY,
                "MCP-Protocol-Version",
                VERSION,
                "Mcp-Method",
                "tools/call",
                "Mcp-Name",
                nameHeader);
    }

    private static int code(HttpResponse<String> response) {
        return json(response).getJsonObject("error").getInt("code");
    }

    @Test
    void discoverNamesVersionAndCapabilities() throws Exception {
        var response = call("server/discover", VERSION);
        assertThat(response.statusCode()).isEqualTo(200);
        var result = json(response).getJsonObject("result");
        assertThat(result.getJsonArray("supportedVersions").getValuesAs(JsonString::getString))
                .containsExactly(VERSION);
        assertThat(result.getJsonObject("capabilities")).containsOnlyKeys("tools");
        assertThat(result.getString("resultType")).isEqualTo("complete");
        assertThat(result.getInt("ttlMs")).isPositive();
        assertThat(result.getString("cacheScope")).isEqualTo("private");
        assertThat(result.getJsonObject("_meta"))
                .containsOnlyKeys("io.modelcontextprotocol/serverInfo");
    }

    @Test
    void discoverWithoutMetadataIsABadRequest() throws Exception {
        var response = client.post(request("server/discover", "{}"), "x-api-key", KEY);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo(-32602);
    }

    @Test
    void unknownVersionIsToldTheKnownOne() throws Exception {
        var response = call("tools/list", "2099-01-01");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo(-32022);
        var data = json(response).getJsonObject("error").getJsonObject("data");
        assertThat(data.getJsonArray("supported").getString(0)).isEqualTo(VERSION);
        assertThat(data.getString("requested")).isEqualTo("2099-01-01");
    }

    @Test
    void listIsCompleteAndCacheable() throws Exception {
        var result = json(call("tools/list", VERSION)).getJsonObject("result");
        assertThat(result.getJsonArray("tools")).hasSize(3);
        assertThat(result).containsKeys("resultType", "ttlMs", "cacheScope");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list_memories", "=?base64?bGlzdF9tZW1vcmllcw==?="})
    void toolIsCalled(String nameHeader) throws Exception {
        var response = tool(nameHeader);
        assertThat(response.statusCode()).isEqualTo(200);
        var result = json(response).getJsonObject("result");
        assertThat(DemoClient.text(result)).isEqualTo("There are no memories yet.");
        assertThat(result.getString("resultType")).isEqualTo("complete");
    }

    @ParameterizedTest
    @ValueSource(strings = {"remember", "=?base64?cmVtZW1iZXI=?=", "=?base64?%%%?=", "=?base64?="})
    void headerThatDisagreesIsRefused(String nameHeader) throws Exception {
        var response = tool(nameHeader);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo(-32020);
    }

    @ParameterizedTest
    @CsvSource({"2025-11-25,tools/list", "2026-07-28,tools/call"})
    void versionAndMethodHeadersMustAgreeToo(String version, String method) throws Exception {
        var body = request("tools/list", "{" + meta(VERSION) + "}");
        var response =
                client.post(
                        body,
                        "x-api-key",
                        KEY,
                        "MCP-Protocol-Version",
                        version,
                        "Mcp-Method",
                        method);
        assertThat(code(response)).isEqualTo(-32020);
    }

    @ParameterizedTest
    @ValueSource(strings = {"initialize", "ping", "prompts/list"})
    void methodsOfOldAreNotFound(String method) throws Exception {
        var response = call(method, VERSION);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(code(response)).isEqualTo(-32601);
    }
}
