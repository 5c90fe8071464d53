package dev.keystile.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.EventUpstream;
import dev.keystile.app.flow.FormText;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.Wire;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream through the whole gateway, and what ends it. */
@Timeout(120)
class EndedStreamTest {
    private final MovableClock clock = new MovableClock();
    private final Wire wire = new Wire();
    private EventUpstream upstream;
    private OpenGateway gateway;
    private OAuthClient client;
    private JsonObject tokens;
    private Socket stream;

    @BeforeEach
    void open() throws IOException {
        upstream = new EventUpstream();
        gateway = OpenGateway.onLoopback(clock, Map.of("MCP_UPSTREAM_URL", upstream.url()));
        client = OAuthClient.discover(wire, gateway.base() + "/mcp");
        tokens = client.signIn(new Person(wire, gateway.base()), EventUpstream.KEY);
        stream = listen();
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
        gateway.close();
        upstream.close();
        wire.close();
    }

    @Test
    @DisplayName("GW-11: a stream outlives the token that opened it")
    void theEndOfTheTokenEndsNothing() throws Exception {
        clock.advance(Duration.ofHours(2));
        read(":\n\n");
        assertThat(client.calling(tokens).statusCode()).isEqualTo(401);
        clock.advance(Duration.ofMinutes(1));
        read(":\n\n");

        upstream.say();
        read(EventUpstream.EVENT);
    }

    @Test
    @DisplayName("GW-10, GW-11: a stream does not outlive its grant")
    void aRevokedGrantEndsIt() throws Exception {
        revoke();
        clock.advance(Duration.ofMinutes(1));

        read("0\r\n\r\n");
    }

    @Test
    void theEndOfTheGrantEndsIt() throws Exception {
        clock.advance(Duration.ofDays(30).plusSeconds(5));

        read("0\r\n\r\n");
    }

    private void revoke() {
        var form =
                Map.of(
                        "client_id",
                        client.registration().getString("client_id"),
                        "token",
                        tokens.getString("refresh_token"));
        var request =
                HttpRequest.newBuilder(URI.create(gateway.base() + "/oauth/revoke"))
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(FormText.encode(form)));
        assertThat(wire.send(request).statusCode()).isEqualTo(200);
    }

    private Socket listen() throws IOException {
        URI base = URI.create(gateway.base());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort());
        socket.setSoTimeout(60_000);
        String request =
                "GET /mcp HTTP/1.1\r\nHost: "
                        + base.getAuthority()
                        + "\r\nAuthorization: Bearer "
                        + tokens.getString("access_token")
                        + "\r\nAccept: text/event-stream\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(UTF_8));
        stream = socket;
        upstream.say();
        read(EventUpstream.EVENT);
        return socket;
    }

    private void read(String end) throws IOException {
        var text = new StringBuilder();
        InputStream in = stream.getInputStream();
        while (text.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended before '" + end + "': " + text);
            }
            text.append((char) next);
        }
    }
}
