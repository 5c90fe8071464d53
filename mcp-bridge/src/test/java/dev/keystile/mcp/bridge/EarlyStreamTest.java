package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An upstream that takes longer than clients wait for a response's head. */
@Timeout(60)
@DisplayName("A slow answer")
class EarlyStreamTest {
    private static final String BOTH = "application/json, text/event-stream";
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{}}";
    private static final Duration EARLY = Duration.ofSeconds(25);

    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private RawUpstream upstream;
    private Fixture fixture;

    @BeforeEach
    void open() throws IOException {
        upstream = new RawUpstream((socket, _) -> serve(socket));
        fixture = new Fixture(upstream.uri());
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
        upstream.close();
    }

    @Test
    @DisplayName("GW-15: a result comes as an event on a stream that began before it")
    void aResultBecomesAnEvent() throws Exception {
        var response = slow(CALL, BOTH);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(response.headers().firstValue("x-accel-buffering")).contains("no");
        assertThat(response.headers().firstValue("cache-control"))
                .contains("no-cache, no-transform");

        answer.complete(json(200, "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}"));

        assertThat(body(response))
                .isEqualTo(
                        "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}\n\n");
    }

    @Test
    @DisplayName("GW-08: while it waits it is kept awake")
    void theWaitIsKeptAwake() throws Exception {
        var response = slow(CALL, BOTH);
        fixture.clock.advance(Duration.ofSeconds(15));
        assertThat(response.body().readNBytes(3)).asString().isEqualTo(":\n\n");

        answer.complete(json(200, "{}"));

        assertThat(body(response)).isEqualTo("event: message\ndata: {}\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void aResultOfManyLinesIsOneEvent(String end) throws Exception {
        var response = slow(CALL, BOTH);

        answer.complete(json(200, "{" + end + "  \"id\": 7" + end + end + "}" + end));

        assertThat(body(response))
                .isEqualTo(
                        "event: message\ndata: {\ndata:   \"id\": 7\ndata: \ndata: }\ndata: \n\n");
    }

    @Test
    void aLargeResultPassesWhole() throws Exception {
        var response = slow(CALL, BOTH);
        String large = "{\"id\":7,\"result\":\"" + "0123456789abcdef".repeat(10_000) + "\"}";

        answer.complete(json(200, large));

        assertThat(body(response)).isEqualTo("event: message\ndata: " + large + "\n\n");
    }

    @Test
    void theUpstreamsOwnStreamGoesOn() throws Exception {
        var response = slow(CALL, BOTH);

        answer.complete(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
                        + "id: 1\ndata: {}\n\n");

        assertThat(body(response)).isEqualTo("id: 1\ndata: {}\n\n");
    }

    @ParameterizedTest
    @DisplayName("GW-M-07: an error keeps its code, and gets the id of the request")
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32602,\"message\":\"m\"}}",
                "404|{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32602,\"message\":\"m\"}}",
                "500|{\"error\":{\"code\":-32602,\"message\":\"m\"}}"
            })
    void aJsonRpcErrorIsPassedOn(int status, String body) throws Exception {
        var response = slow(CALL, BOTH);

        answer.complete(json(status, body));

        assertThat(body(response))
                .isEqualTo(
                        "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":7,"
                                + "\"error\":{\"code\":-32602,\"message\":\"m\"}}\n\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|application/json|{}",
                "404|text/html|<html>",
                "500|application/json|{\"error\":\"no\"}",
                "202|text/plain|''",
                "200|text/html|<html>",
                "204||''"
            })
    @DisplayName("GW-14: any other answer becomes an error of the gateway's own")
    void anythingElseIsAnError(int status, String type, String body) throws Exception {
        var response = slow(CALL, BOTH);

        answer.complete(answer(status, type == null ? "text/plain" : type, body));

        assertThat(body(response))
                .isEqualTo(
                        "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32603,"
                                + "\"message\":\"The call failed with HTTP status "
                                + status
                                + ".\"}}\n\n");
    }

    @Test
    void anUpstreamThatGoesAwayIsAnErrorToo() throws Exception {
        var response = slow(CALL, BOTH);

        answer.complete("");

        assertThat(body(response)).startsWith("event: message\n").contains("\"id\":7", "-32603");
    }

    @Test
    void contentThatIsCodedIsNoEvent() throws Exception {
        var response = slow(CALL, BOTH);

        answer.complete(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
                        + "Content-Length: 2\r\n\r\n{}");

        assertThat(body(response)).contains("\"id\":7", "-32603");
    }

    @ParameterizedTest
    @DisplayName("GW-09: what can have no event for an answer waits for the answer")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}|" + BOTH,
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}|" + BOTH,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}|" + BOTH,
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]|" + BOTH,
                "no JSON|" + BOTH,
                CALL + "|application/json",
                CALL + "|*/*"
            })
    void theRestWaits(String body, String accept) throws Exception {
        var response = begin(body, accept);
        fixture.clock.advance(Duration.ofMinutes(5));
        fixture.bridge.beat();
        fixture.bridge.beat();

        answer.complete(json(202, "{}"));

        assertThat(response.join().statusCode()).isEqualTo(202);
        assertThat(body(response.join())).isEqualTo("{}");
    }

    @Test
    void anAnswerAMomentBeforeIsPassedAsItIs() throws Exception {
        var response = begin(CALL, BOTH);
        fixture.clock.advance(EARLY.minusMillis(1));
        fixture.bridge.beat();
        fixture.bridge.beat();

        answer.complete(json(200, "{}"));

        assertThat(response.join().headers().firstValue("content-type"))
                .contains("application/json");
        assertThat(body(response.join())).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "application/json;q=0.9,Text/Event-Stream; charset=utf-8"
            })
    void anyWayToAcceptAStreamWillDo(String accept) throws Exception {
        var response = slow(CALL, accept);
        answer.complete(json(200, "{}"));

        assertThat(body(response)).isEqualTo("event: message\ndata: {}\n\n");
    }

    /** A call whose answer has begun though the upstream has said nothing. */
    private HttpResponse<InputStream> slow(String body, String accept) throws Exception {
        var response = begin(body, accept);
        fixture.clock.advance(EARLY);
        return response.get();
    }

    private CompletableFuture<HttpResponse<InputStream>> begin(String body, String accept)
            throws InterruptedException {
        var response =
                fixture.http.sendAsync(
                        fixture.authorized("/mcp")
                                .header("Accept", accept)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofInputStream());
        asked.await();
        return response;
    }

    private static String body(HttpResponse<InputStream> response) throws IOException {
        return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String json(int status, String body) {
        return answer(status, "application/json", body);
    }

    private static String answer(int status, String type, String body) {
        return "HTTP/1.1 "
                + status
                + " X\r\nContent-Type: "
                + type
                + (status == 204 ? "" : "\r\nContent-Length: " + body.length())
                + "\r\n\r\n"
                + body;
    }

    private void serve(Socket socket) throws Exception {
        RawUpstream.readRequest(socket);
        asked.countDown();
        RawUpstream.write(socket, answer.get());
    }
}
