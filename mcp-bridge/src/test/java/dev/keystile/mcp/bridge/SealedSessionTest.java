package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send their session id back. */
@Timeout(60)
class SealedSessionTest extends SessionCase {
    @BeforeEach
    void moreTokens() {
        fixture.accesses.put("refreshed", access(fixture.shared, "g1"));
        fixture.accesses.put("other", access(fixture.shared, "g2"));
    }

    static Access access(ProtectedResource resource, String grant) {
        return new Access(
                new GrantId(grant),
                new AccountId("a1"),
                new ClientId("c1"),
                "Claude",
                resource,
                new Scope(List.of("mcp")),
                null,
                Secret.of(Fixture.KEY));
    }

    private String open() throws Exception {
        return session(fixture.post(INITIALIZE));
    }

    private static String session(HttpResponse<String> answer) {
        return answer.headers().firstValue("Mcp-Session-Id").orElseThrow();
    }

    private HttpRequest.Builder in(String session, String token) {
        return fixture.request("/mcp")
                .header("Authorization", "Bearer " + token)
                .header("Mcp-Session-Id", session);
    }

    private HttpResponse<String> list(String session, String token) throws Exception {
        return fixture.send(in(session, token).POST(BodyPublishers.ofString(LIST)));
    }

    @Test
    @DisplayName("GW-L-03: the upstream gets its own session id back, the client never sees it")
    void sessionIdPassesSealedInBothDirections() throws Exception {
        String session = open();

        var answer = list(session, "good");

        assertThat(session).matches("[!-~]+").isNotEqualTo("upstream-1");
        assertThat(upstream.last().header("mcp-session-id")).isEqualTo("upstream-1");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(session(answer)).isEqualTo(session);
    }

    @Test
    @DisplayName("GW-L-01, GW-L-02: so it does for GET and DELETE")
    void streamAndEndBelongToTheSession() throws Exception {
        String session = open();

        assertThat(fixture.send(in(session, "good").GET()).body())
                .isEqualTo("data: upstream-1\n\n");
        assertThat(fixture.send(in(session, "good").DELETE()).statusCode()).isEqualTo(204);
        assertThat(server.alive).isEmpty();
        assertThat(fixture.sessions.latest).isEmpty();
    }

    @Test
    void endOfAnOlderSessionLeavesTheLatestRemembered() throws Exception {
        String older = open();
        open();

        fixture.send(in(older, "good").DELETE());

        assertThat(fixture.sessions.latest.get(new GrantId("g1")).id())
                .isEqualTo(Secret.of("upstream-2"));
    }

    @Test
    void upstreamThatEndsNoSessionsKeepsItsOwnRemembered() throws Exception {
        String session = open();
        upstream.answers((exchange, _) -> exchange.sendResponseHeaders(405, -1));

        assertThat(fixture.send(in(session, "good").DELETE()).statusCode()).isEqualTo(405);
        assertThat(fixture.sessions.latest).hasSize(1);
    }

    @Test
    @DisplayName("GW-L-03: a client that echoes gets the upstream's 404 unchanged and begins anew")
    void lostSessionIsTheClientsOwnAffair() throws Exception {
        String session = open();
        server.restart();

        var answer = list(session, "good");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32000,\"message\":\"Session not found\"}}");
        assertThat(server.opened).hasSize(1);
        assertThat(list(open(), "good").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("GW-L-04: a refresh keeps the session")
    void sessionBelongsToTheGrantAndNotToTheToken() throws Exception {
        assertThat(list(open(), "refreshed").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("GW-L-04, GW-10: a session of another grant is 404, whatever the token")
    void sessionOfAnotherGrantIsUnknown() throws Exception {
        String session = open();
        int before = upstream.received().size();

        var answer = list(session, "other");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"id\":7").contains("-32001");
        assertThat(fixture.send(in(session, "other").GET()).statusCode()).isEqualTo(404);
        assertThat(fixture.send(in(session, "other").DELETE()).statusCode()).isEqualTo(404);
        assertThat(list(session, "nobody").statusCode()).isEqualTo(401);
        assertThat(upstream.received()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"upstream-1", "x", "upstream-1, upstream-1"})
    @DisplayName("GW-L-04: an id that was made elsewhere is 404 and never forwarded")
    void foreignIdIsUnknown(String id) throws Exception {
        open();
        int before = upstream.received().size();

        assertThat(list(id, "good").statusCode()).isEqualTo(404);
        assertThat(upstream.received()).hasSize(before);
    }

    @Test
    void alteredIdIsUnknown() throws Exception {
        String session = open();
        char last = session.charAt(session.length() - 2);
        String altered =
                session.substring(0, session.length() - 2)
                        + (last == 'A' ? 'B' : 'A')
                        + session.substring(session.length() - 1);

        assertThat(list(altered, "good").statusCode()).isEqualTo(404);
    }

    @Test
    void twoSessionsAtOnceAreNone() throws Exception {
        String session = open();

        var answer =
                fixture.send(
                        in(session, "good")
                                .header("Mcp-Session-Id", session)
                                .POST(BodyPublishers.ofString(LIST)));

        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName(
            "GW-M-04: 2026-07-28 has no sessions: an id that does not open is ignored, one that comes passes sealed")
    void modernRequestIgnoresSessions() throws Exception {
        upstream.answers((exchange, _) -> {
            exchange.getResponseHeaders().set("Mcp-Session-Id", "odd");
            FakeUpstream.answer(exchange, 200, "application/json", "{}");
        });

        var answer =
                fixture.send(
                        in("stale", "good")
                                .header("MCP-Protocol-Version", "2026-07-28")
                                .POST(BodyPublishers.ofString(LIST)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(upstream.last().headers()).doesNotContainKey("mcp-session-id");
        assertThat(session(answer)).isNotEqualTo("odd");
        assertThat(fixture.sessions.latest).isEmpty();
        list(session(answer), "good");
        assertThat(upstream.last().header("mcp-session-id")).isEqualTo("odd");
    }

    @Test
    void clientThatEchoesNeedsNoStore() throws Exception {
        fixture.sessions.away = true;

        String session = open();

        assertThat(list(session, "good").statusCode()).isEqualTo(200);
        assertThat(fixture.send(in(session, "good").DELETE()).statusCode()).isEqualTo(204);
    }
}
