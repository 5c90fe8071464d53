package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Secret;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that never send a session id back. */
@Timeout(60)
class SessionBridgeTest extends SessionCase {
    private static String answeredBy(String session) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"session\":\"" + session + "\"}}";
    }

    @Test
    @DisplayName(
            "GW-L-03: a client that never echoes the session id works, also when the upstream restarts")
    void clientThatNeverEchoesIsServed() throws Exception {
        assertThat(fixture.post(INITIALIZE).statusCode()).isEqualTo(200);
        assertThat(fixture.post(INITIALIZED).statusCode()).isEqualTo(202);
        assertThat(fixture.post(LIST).body()).isEqualTo(answeredBy("upstream-1"));

        server.restart();
        var afterwards = fixture.post(LIST);

        assertThat(afterwards.statusCode()).isEqualTo(200);
        assertThat(afterwards.body()).isEqualTo(answeredBy("upstream-2"));
        assertThat(fixture.post(LIST).body()).isEqualTo(answeredBy("upstream-2"));
        assertThat(server.opened).hasSize(2);
        assertThat(server.ready).containsExactly("upstream-2");
    }

    @Test
    @DisplayName("GW-L-03: another session is opened in the client's own words")
    void anotherSessionIsOpenedInTheWordsOfTheClient() throws Exception {
        fixture.post(INITIALIZE);
        server.restart();
        fixture.post(LIST);

        assertThat(server.opened.getLast().toString())
                .isEqualTo(
                        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"sampling\":{}},"
                                + "\"clientInfo\":{\"name\":\"Claude\",\"version\":\"9\"}}");
        var requests = upstream.received();
        var initialized = requests.get(requests.size() - 2);
        assertThat(initialized.body()).contains("notifications/initialized");
        assertThat(initialized.header("mcp-protocol-version")).isEqualTo("2025-06-18");
        assertThat(initialized.header("x-api-key")).isEqualTo(Fixture.KEY);
        assertThat(initialized.header("x-client-name")).isEqualTo("Claude");
    }

    @ParameterizedTest
    @CsvSource({
        "400,Bad Request: Mcp-Session-Id header is required",
        "400,Bad Request: Server not initialized",
        "422,'Unexpected message, expect initialize request'",
        "404,Session not found"
    })
    @DisplayName("GW-L-03: a session is opened when there is none and the upstream asks for one")
    void sessionIsOpenedWhereThereIsNone(int status, String message) throws Exception {
        server.missing = new SessionServer.No(status, message);

        var answer =
                fixture.send(
                        fixture.authorized("/mcp")
                                .header("MCP-Protocol-Version", "2025-03-26")
                                .POST(BodyPublishers.ofString(LIST)));

        assertThat(answer.body()).isEqualTo(answeredBy("upstream-1"));
        assertThat(server.opened.getFirst().toString())
                .isEqualTo(
                        "{\"protocolVersion\":\"2025-03-26\",\"capabilities\":{},"
                                + "\"clientInfo\":{\"name\":\"Claude\",\"version\":\"1\"}}");
        assertThat(upstream.last().header("mcp-protocol-version")).isEqualTo("2025-03-26");
        assertThat(fixture.sessions.latest.get(GRANT).id()).isEqualTo(Secret.of("upstream-1"));
    }

    @ParameterizedTest
    @CsvSource({"400,Bad Request: No valid session ID provided", "404,gone"})
    void sessionThatTheUpstreamLostIsReplacedHoweverItSaysSo(int status, String message)
            throws Exception {
        server.unknown = new SessionServer.No(status, message);
        fixture.post(INITIALIZE);
        server.restart();

        assertThat(fixture.post(LIST).body()).isEqualTo(answeredBy("upstream-2"));
    }

    @ParameterizedTest
    @CsvSource({"400,Invalid params", "500,session store broken", "404,-32601 Method not found"})
    void otherErrorsAreTheClients(int status, String message) throws Exception {
        fixture.post(INITIALIZE);
        server.restart();
        server.unknown = new SessionServer.No(status, message);

        var answer = fixture.post(LIST);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32000,\"message\":\""
                                + message
                                + "\"}}");
        assertThat(server.opened).hasSize(1);
    }

    @Test
    void longRefusalPassesWhole() throws Exception {
        String long9000 = "x".repeat(9000);
        server.missing = new SessionServer.No(400, long9000);

        assertThat(fixture.post(LIST).body()).contains(long9000).endsWith("\"}}");
        assertThat(server.opened).isEmpty();
    }

    @Test
    @DisplayName("GW-L-03: many requests without a session open one")
    void parallelRequestsOpenOneSession() throws Exception {
        int clients = 12;
        CyclicBarrier allAsked = new CyclicBarrier(clients);
        upstream.answers((exchange, received) -> {
            if (received.header("mcp-session-id").isEmpty() && received.body().equals(LIST)) {
                await(allAsked);
            }
            server.handle(exchange, received);
        });

        for (var answer : parallel(clients)) {
            assertThat(answer.body()).isEqualTo(answeredBy("upstream-1"));
        }
        assertThat(server.opened).hasSize(1);
    }

    @Test
    void sessionThatAnotherNodeOpenedMeanwhileIsTaken() throws Exception {
        fixture.post(INITIALIZE);
        server.restart();
        server.alive.add("theirs");
        upstream.answers((exchange, received) -> {
            if (received.header("mcp-session-id").equals("upstream-1")) {
                remember("theirs");
            }
            server.handle(exchange, received);
        });

        assertThat(fixture.post(LIST).body()).isEqualTo(answeredBy("theirs"));
        assertThat(server.opened).hasSize(1);
    }

    @Test
    void sessionThatCameSecondIsEnded() throws Exception {
        server.alive.add("theirs");
        upstream.answers((exchange, received) -> {
            if (received.body().contains("notifications/initialized")) {
                remember("theirs");
            }
            server.handle(exchange, received);
        });

        assertThat(fixture.post(LIST).body()).isEqualTo(answeredBy("theirs"));
        assertThat(server.alive).containsExactly("theirs");
    }

    @Test
    @DisplayName("GW-L-04: a session is never shared between grants")
    void eachGrantHasItsOwnSession() throws Exception {
        fixture.accesses.put("other", SealedSessionTest.access(fixture.shared, "g2"));
        fixture.post(INITIALIZE);

        var other =
                fixture.send(
                        fixture.request("/mcp")
                                .header("Authorization", "Bearer other")
                                .POST(BodyPublishers.ofString(LIST)));

        assertThat(other.body()).isEqualTo(answeredBy("upstream-2"));
        assertThat(fixture.post(LIST).body()).isEqualTo(answeredBy("upstream-1"));
    }

    @Test
    @DisplayName("GW-L-01: the stream of a client that never echoes is that of its session")
    void streamGetsTheSession() throws Exception {
        fixture.post(INITIALIZE);

        var stream = fixture.send(fixture.authorized("/mcp").GET());

        assertThat(stream.body()).isEqualTo("data: upstream-1\n\n");
        server.restart();
        assertThat(fixture.send(fixture.authorized("/mcp").GET()).body())
                .isEqualTo("data: upstream-2\n\n");
    }

    @Test
    @DisplayName("GW-L-02: without a session id nothing is ended")
    void deleteWithoutSessionPassesAsItIs() throws Exception {
        fixture.post(INITIALIZE);

        var answer = fixture.send(fixture.authorized("/mcp").DELETE());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(upstream.last().headers()).doesNotContainKey("mcp-session-id");
        assertThat(server.alive).containsExactly("upstream-1");
    }

    @Test
    @DisplayName("GW-L-08: the answer to a server's own request goes to the session it came from")
    void responseOfTheClientGetsTheSession() throws Exception {
        fixture.post(INITIALIZE);

        fixture.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");

        assertThat(upstream.last().header("mcp-session-id")).isEqualTo("upstream-1");
    }

    @Test
    void everyInitializeOpensASessionAndTheOldOnesStay() throws Exception {
        fixture.post(INITIALIZE);
        fixture.post(INITIALIZE);

        assertThat(fixture.post(LIST).body()).isEqualTo(answeredBy("upstream-2"));
        assertThat(server.alive).containsExactlyInAnyOrder("upstream-1", "upstream-2");
        assertThat(upstream.received())
                .filteredOn(received -> received.body().contains("initialize\""))
                .allSatisfy(received ->
                        assertThat(received.headers()).doesNotContainKey("mcp-session-id"));
    }

    @Test
    void upstreamThatIsDownWhenASessionIsOpenedIsAFault() throws Exception {
        upstream.answers((exchange, received) -> {
            if (received.body().contains("\"initialize\"")) {
                exchange.close();
            } else {
                server.handle(exchange, received);
            }
        });

        var answer = fixture.post(LIST);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("\"id\":7");
    }

    @Test
    void batchGetsTheSession() throws Exception {
        fixture.post(INITIALIZE);

        fixture.post("[" + INITIALIZED + "," + LIST + "]");

        assertThat(upstream.last().header("mcp-session-id")).isEqualTo("upstream-1");
    }

    @Test
    void storeThatIsAwayIs503WhereTheSessionMatters() throws Exception {
        fixture.sessions.away = true;

        var answer = fixture.post(LIST);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(answer.body()).contains("\"id\":7");
        assertThat(server.opened).isEmpty();
    }

    private List<HttpResponse<String>> parallel(int requests) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> asked = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                asked.add(threads.submit(() -> fixture.post(LIST)));
            }
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (var answer : asked) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private static void await(CyclicBarrier barrier) throws IOException {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
