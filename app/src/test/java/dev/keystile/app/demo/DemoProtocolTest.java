package dev.keystile.app.demo;

import static dev.keystile.app.demo.DemoClient.KEY;
import static dev.keystile.app.demo.DemoClient.json;
import static dev.keystile.app.demo.DemoClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the demo upstream speaks MCP up to 2025-11-25. */
final class DemoProtocolTest {
    private final DemoUpstream upstream = DemoUpstream.start(InstantSource.fixed(Instant.EPOCH));
    private final DemoClient client = new DemoClient(upstream.uri());

    @AfterEach
    void stop() {
        client.close();
        upstream.close();
    }

    private HttpResponse<String> post(String body) throws Exception {
        return client.post(body, "x-api-key", KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-25,2025-11-25",
        "2025-06-18,2025-06-18",
        "2025-03-26,2025-03-26",
        "2024-11-05,2024-11-05",
        "2099-01-01,2025-11-25"
    })
    void initializeAnswersTheVersionAskedForOrTheNewest(String asked, String answered)
            throws Exception {
        var params =
                "{\"protocolVersion\":\"" + asked + "\",\"capabilities\":{},\"clientInfo\":{}}";
        var response = post(request("initialize", params));
        var result = json(response).getJsonObject("result");
        assertThat(result.getString("protocolVersion")).isEqualTo(answered);
        assertThat(result.getJsonObject("capabilities")).containsOnlyKeys("tools");
        assertThat(result.getJsonObject("serverInfo").getString("name")).isEqualTo("keystile-demo");
        assertThat(response.headers().firstValue("Mcp-Session-Id")).isEmpty();
    }

    @Test
    void idComesBackAsItWas() throws Exception {
        assertThat(post("{\"jsonrpc\":\"2.0\",\"id\":\"a-1\",\"method\":\"ping\"}").body())
                .contains("\"id\":\"a-1\"", "\"result\":{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
                "[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}]"
            })
    void whatNeedsNoAnswerIsAccepted(String body) throws Exception {
        var response = post(body);
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | -32700",
                "'' | -32700",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} {} | -32700",
                "{\"jsonrpc\":\"2.0\",\"id\":1e99999999999,\"method\":\"ping\"} | -32700",
                "[] | -32600",
                "7 | -32600",
                "{} | -32600",
                "{\"jsonrpc\":2,\"id\":1,\"method\":\"ping\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]} | -32602"
            })
    void brokenMessageIsABadRequest(String body, int code) throws Exception {
        var response = post(body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).getJsonObject("error").getInt("code")).isEqualTo(code);
    }

    @Test
    void absurdNestingIsABadRequest() throws Exception {
        assertThat(post("[".repeat(100_000)).statusCode()).isEqualTo(400);
        assertThat(post("{\"a\":".repeat(20_000)).statusCode()).isEqualTo(400);
    }

    @Test
    void unknownMethodAndToolAreErrors() throws Exception {
        assertThat(client.call(KEY, "prompts/list", "{}").getJsonObject("error").getInt("code"))
                .isEqualTo(-32601);
        assertThat(
                        client.call(KEY, "tools/call", "{\"name\":\"forget\"}")
                                .getJsonObject("error")
                                .getInt("code"))
                .isEqualTo(-32602);
    }

    @Test
    void batchIsAnsweredAsABatch() throws Exception {
        var response =
                post("[" + request("ping", "{}") + "," + request("tools/list", "{}") + ",3]");
        assertThat(Json.parse(response.body()).orElseThrow().asJsonArray()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void thereAreNoStreamsAndNoSessions(String method) throws Exception {
        var response = client.send(method, "", "x-api-key", KEY);
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "*/*", "text/html"})
    void whatAClientAcceptsChangesNoAnswer(String accepted) throws Exception {
        var stream = client.send("GET", "", "x-api-key", KEY, "accept", accepted);
        assertThat(stream.statusCode()).isEqualTo(405);
        var answer = client.post(request("ping", "{}"), "x-api-key", KEY, "accept", accepted);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    }

    @ParameterizedTest
    @CsvSource({"2025-06-18,200", "2024-11-05,200", "1999-01-01,400"})
    void versionHeaderMustBeKnown(String version, int status) throws Exception {
        var response =
                client.post(
                        request("ping", "{}"), "x-api-key", KEY, "MCP-Protocol-Version", version);
        assertThat(response.statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"262144,200", "262145,413"})
    void largestBodyIsTaken(int length, int status) throws Exception {
        String empty = request("ping", "{\"x\":\"\"}");
        String padded = request("ping", "{\"x\":\"" + "x".repeat(length - empty.length()) + "\"}");

        // Sent only when the server asks for it: what is still under way could meet a closed
        // connection.
        var request =
                HttpRequest.newBuilder(upstream.uri())
                        .timeout(Duration.ofSeconds(20))
                        .expectContinue(true)
                        .header("x-api-key", KEY)
                        .POST(BodyPublishers.ofString(padded))
                        .build();

        assertThat(client.http().send(request, BodyHandlers.discarding()).statusCode())
                .isEqualTo(status);
    }
}
