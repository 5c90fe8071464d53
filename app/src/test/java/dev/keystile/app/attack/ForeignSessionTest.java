package dev.keystile.app.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.SessionUpstream;
import dev.keystile.app.flow.SessionUpstream.Visit;
import dev.keystile.app.flow.Wire;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two people at one gateway, the one with the session id of the other. */
class ForeignSessionTest {
    private static final String ANNS_KEY = "jean_sk_of_ann";
    private static final String BOBS_KEY = "jean_sk_of_bob";
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                    + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}";
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}";

    private final SessionUpstream upstream = new SessionUpstream(ANNS_KEY, BOBS_KEY);
    private final OpenGateway gateway =
            OpenGateway.onLoopback(new MovableClock(), Map.of("MCP_UPSTREAM_URL", upstream.url()));
    private final Wire wire = new Wire();
    private final String ann = token(ANNS_KEY);
    private final String annsSession = begin(ann);

    @AfterEach
    void stop() {
        wire.close();
        gateway.close();
        upstream.close();
    }

    private String token(String key) {
        var client = OAuthClient.discover(wire, gateway.base() + "/mcp");
        return client.signIn(new Person(wire, gateway.base()), key).getString("access_token");
    }

    private String begin(String token) {
        return send("POST", token, null, INITIALIZE)
                .headers()
                .firstValue("mcp-session-id")
                .orElseThrow();
    }

    private HttpResponse<String> send(String method, String token, String session, String body) {
        var request =
                HttpRequest.newBuilder(URI.create(gateway.base() + "/mcp"))
                        .header("authorization", "Bearer " + token)
                        .header("accept", "application/json, text/event-stream")
                        .header("content-type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        return wire.send(session == null ? request : request.header("mcp-session-id", session));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "DELETE"})
    @DisplayName("SEC-03, W-17: another person's session is nobody's, whatever is asked of it")
    void nobodyGetsIntoAnothersSession(String method) {
        String bob = token(BOBS_KEY);
        begin(bob);
        upstream.forget();

        HttpResponse<String> answer =
                send(method, bob, annsSession, method.equals("POST") ? LIST : "");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(upstream.visits()).isEmpty();
        HttpResponse<String> hers = send("POST", ann, annsSession, LIST);
        assertThat(hers.statusCode()).isEqualTo(200);
        assertThat(upstream.visits())
                .containsExactly(
                        new Visit(ANNS_KEY, upstream.visits().getFirst().session(), "POST"));
    }

    @Test
    @DisplayName("SEC-03: not even with the same key by another client")
    void nobodyGetsIntoTheSessionOfAnotherClient() {
        String other = token(ANNS_KEY);
        upstream.forget();

        assertThat(send("POST", other, annsSession, LIST).statusCode()).isEqualTo(404);
        assertThat(upstream.visits()).isEmpty();
    }

    @Test
    @DisplayName("SEC-03: the id that the upstream gave is never told, and is nobody's either")
    void theUpstreamsIdIsOfNoUse() {
        String bob = token(BOBS_KEY);
        String theirs = upstream.visits().getFirst().session();
        upstream.forget();

        assertThat(annsSession).doesNotContain(theirs);
        assertThat(send("POST", bob, theirs, LIST).statusCode()).isEqualTo(404);
        assertThat(send("POST", ann, theirs, LIST).statusCode()).isEqualTo(404);
        assertThat(upstream.visits()).isEmpty();
    }
}
