package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Event.Outcome;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the observer is told of calls, and that they pass as they are all the same. */
@Timeout(60)
class CallEventsTest extends BridgeCase {
    private static final String CALL = Fixture.call("search");
    private static final String FAILED =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[{\"isError\":false}],\"isError\":true}}";
    private static final String RPC_ERROR =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32000,\"message\":\"no\"}}";
    private static final String FINE =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[],\"structuredContent\":{\"isError\":true}}}";

    private Event.Called called() throws InterruptedException {
        return (Event.Called) fixture.events.take();
    }

    private Event.Called answered(int status, String type, String body) throws Exception {
        upstream.answers((exchange, _) -> FakeUpstream.answer(exchange, status, type, body));
        assertThat(fixture.post(CALL).body()).isEqualTo(body);
        return called();
    }

    @Test
    void aCallIsToldWithWhoseItIsAndWhatItIsAbout() throws Exception {
        Event.Called called = answered(200, "application/json", FINE);

        assertThat(called.connector()).isEqualTo(fixture.connector.id());
        assertThat(called.resource()).isEqualTo(fixture.shared.uri());
        assertThat(called.caller().grant()).isEqualTo(Fixture.GRANT);
        assertThat(called.caller().client().value()).isEqualTo("c1");
        assertThat(called.caller().account().value()).isEqualTo("a1");
        assertThat(called.method()).isEqualTo("tools/call");
        assertThat(called.tool()).isEqualTo("search");
        assertThat(called.outcome()).isEqualTo(Outcome.OK);
        assertThat(called.status()).isEqualTo(200);
        assertThat(called.duration()).isPositive();
        assertThat(called.inSession()).isFalse();
        assertThat(called.streamed()).isFalse();
    }

    @Test
    void aSessionThatTheClientNamesIsTold() throws Exception {
        fixture.send(
                fixture.authorized("/mcp")
                        .header("Mcp-Session-Id", "one")
                        .POST(BodyPublishers.ofString(CALL)));

        assertThat(called().inSession()).isTrue();
    }

    @Test
    void errorsInAnAnswerAreTold() throws Exception {
        assertThat(answered(200, "application/json", FAILED).outcome())
                .isEqualTo(Outcome.TOOL_ERROR);
        assertThat(answered(200, "application/json", RPC_ERROR).outcome())
                .isEqualTo(Outcome.RPC_ERROR);
        assertThat(answered(200, "application/json", "{\"error\":").outcome())
                .isEqualTo(Outcome.OK);
    }

    @Test
    void errorsInAnEventAreTold() throws Exception {
        String progress =
                "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}\n\n"
                        .repeat(1000);
        Event.Called called =
                answered(200, "text/event-stream", progress + "data: " + FAILED + "\n\n");

        assertThat(called.outcome()).isEqualTo(Outcome.TOOL_ERROR);
        assertThat(called.streamed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"404,CLIENT_ERROR", "429,CLIENT_ERROR", "500,SERVER_ERROR", "202,OK"})
    void theUpstreamsStatusIsTold(int status, Outcome outcome) throws Exception {
        assertThat(answered(status, "text/plain", "{\"error\":{}}").outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,405,OK",
        "DELETE,405,OK",
        "POST,405,CLIENT_ERROR",
        "HEAD,405,CLIENT_ERROR",
        "GET,404,CLIENT_ERROR",
        "DELETE,404,CLIENT_ERROR"
    })
    void anUpstreamMayDoWithoutStreamsOfItsOwnAndEndsOfSessions(
            String method, int status, Outcome outcome) throws Exception {
        upstream.answers((exchange, _) -> exchange.sendResponseHeaders(status, -1));

        var request = fixture.authorized("/mcp").method(method, BodyPublishers.noBody());
        assertThat(fixture.send(request).statusCode()).isEqualTo(status);

        Event.Called called = called();
        assertThat(called.outcome()).isEqualTo(outcome);
        assertThat(called.status()).isEqualTo(status);
    }

    @Test
    void aCallTooManyIsTold() throws Exception {
        fixture.rates =
                _ ->
                        new LimitDecision.Limited(
                                LimitRule.MCP_ACCOUNT,
                                new Quota(1, Duration.ofMinutes(1)),
                                Duration.ofSeconds(1));

        fixture.post(CALL);

        assertThat(called().outcome()).isEqualTo(Outcome.LIMITED);
    }

    @Test
    void anUpstreamThatIsNotThereIsTold() throws Exception {
        upstream.close();

        fixture.post(CALL);

        assertThat(called().outcome()).isEqualTo(Outcome.SERVER_ERROR);
    }

    @Test
    void anAnswerThatBreaksOffIsTold() throws Exception {
        upstream.answers((exchange, _) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 200_000);
            exchange.getResponseBody().write(new byte[100_000]);
            exchange.getResponseBody().flush();
            throw new IOException("broken off");
        });

        try {
            fixture.post(CALL);
        } catch (IOException cutOff) {
            assertThat(called().outcome()).isEqualTo(Outcome.SERVER_ERROR);
            return;
        }
        throw new AssertionError("the answer passed for complete");
    }

    @Test
    void theHeaderSaysWhatACallIsAboutWhereThereIsOne() throws Exception {
        fixture.send(
                fixture.authorized("/mcp")
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", "other")
                        .POST(BodyPublishers.ofString(CALL)));

        assertThat(called().tool()).isEqualTo("other");
    }

    @Test
    void aRequestThatIsTurnedAwayIsNoCall() throws Exception {
        fixture.send(fixture.request("/mcp").GET());
        fixture.problem = BearerProblem.EXPIRED;
        fixture.post("stale", CALL);

        String uri = fixture.shared.uri();
        assertThat(fixture.events)
                .containsExactly(
                        new Event.Challenged(fixture.connector.id(), uri, 401, "no token"),
                        new Event.Challenged(fixture.connector.id(), uri, 401, "token EXPIRED"));
    }

    @Test
    void aCallWithAKeyIsNobodys() throws Exception {
        fixture.send(
                fixture.request("/mcp")
                        .header("x-api-key", Fixture.KEY)
                        .POST(BodyPublishers.ofString(CALL)));

        Event.Called called = called();
        assertThat(called.caller()).isNull();
        assertThat(called.toString()).doesNotContain(Fixture.KEY);
    }

    @Test
    void aSubjectIsFoundWhereverItStands() {
        assertThat(
                        subject(
                                "{\"params\":{\"arguments\":{\"name\":\"x\"},\"name\":\"a\"},\"method\":\"tools/call\"}"))
                .isEqualTo(new CallSubject("tools/call", "a"));
        assertThat(subject("{\"method\":\"prompts/get\",\"params\":{\"name\":\"p\"}}"))
                .isEqualTo(new CallSubject("prompts/get", ""));
        assertThat(subject("{\"method\":\"tools/call\",\"x\":{\"name\":\"a\"}}"))
                .isEqualTo(new CallSubject("tools/call", ""));
        assertThat(subject("[1]")).isEqualTo(new CallSubject("", ""));
        assertThat(subject("{\"method\":\"ping\"")).isEqualTo(new CallSubject("ping", ""));
    }

    @Test
    void aSubjectBehindALongArgumentIsNotSeenAndCostsNothing() {
        String name = "\"name\":\"a\"";
        String filler = "x".repeat(CallSubject.LOOKED_AT);
        String before = "{\"method\":\"tools/call\",\"params\":{" + name + ",\"f\":\"" + filler;
        String behind = "{\"method\":\"tools/call\",\"params\":{\"f\":\"" + filler + "\"," + name;

        assertThat(subject(before + "\"}}").tool()).isEqualTo("a");
        assertThat(subject(behind + "}}").tool()).isEmpty();
    }

    private static CallSubject subject(String body) {
        return CallSubject.in(body.getBytes(StandardCharsets.UTF_8));
    }
}
