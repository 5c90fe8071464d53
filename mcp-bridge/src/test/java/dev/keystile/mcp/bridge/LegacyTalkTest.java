package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ProtectedResource;
import io.helidon.http.Method;
import jakarta.json.JsonValue;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said to a legacy upstream when something goes wrong on the way. */
@Timeout(60)
class LegacyTalkTest {
    private static final String GREETING =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-06-18\"}}";

    private final CountDownLatch left = new CountDownLatch(1);

    @Test
    @DisplayName("An answer that breaks off while it is looked at leaves no connection")
    void brokenAnswerIsClosed() throws Exception {
        try (RawUpstream upstream = new RawUpstream((socket, _) -> breakOff(socket));
                UpstreamClient client = client(connector(upstream.uri()))) {
            LegacyTalk talk =
                    talk(
                            connector(upstream.uri()),
                            (_, _, body) -> client.send(client.request(Method.POST), body));

            assertThatThrownBy(() -> talk.send(JsonValue.EMPTY_JSON_OBJECT))
                    .isInstanceOf(UpstreamException.class);

            Fixture.await(left);
        }
    }

    /** Opens a session, answers the next request by half, and waits for the other side to leave. */
    private void breakOff(Socket socket) throws Exception {
        RawUpstream.readRequest(socket);
        RawUpstream.write(
                socket,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                        + GREETING.length()
                        + "\r\n\r\n"
                        + GREETING);
        RawUpstream.readRequest(socket);
        RawUpstream.write(socket, "HTTP/1.1 404 Not Found\r\nContent-Length: 10\r\n\r\nNo");
        socket.shutdownOutput();
        if (socket.getInputStream().read() < 0) {
            left.countDown();
        }
    }

    @Test
    @DisplayName("What cannot be taken back changes nothing of how its call ends")
    void whatCannotBeTakenBackStays() {
        LegacyTalk talk =
                talk(
                        connector(URI.create("http://127.0.0.1:1/mcp")),
                        (_, _, _) -> {
                            throw new UpstreamException(502, "down");
                        });

        assertThatCode(() -> talk.takeBack("1")).doesNotThrowAnyException();
    }

    private static Connector connector(URI upstream) {
        return Fixture.connector(upstream, new ApiKeyHeader("x-api-key", null));
    }

    private static UpstreamClient client(Connector connector) {
        return new UpstreamClient(
                connector,
                UpstreamSettings.of(Fixture.QUICK),
                Duration.ofSeconds(20),
                UpstreamTraces.NONE,
                new MovableClock());
    }

    private static LegacyTalk talk(Connector connector, SessionRequests upstream) {
        var resource = new ProtectedResource(connector, "https://mcp.example.com/mcp", null);
        Access access = Fixture.access(resource, null, "Claude");
        var request = new McpRequest("POST", resource, _ -> {}, InputStream.nullInputStream());
        return new LegacyTalk(
                new Call.Granted(request, Method.POST, access),
                ClientDescription.of(JsonValue.EMPTY_JSON_OBJECT),
                new LegacySessions(new FakeSessions(), upstream),
                upstream);
    }
}
