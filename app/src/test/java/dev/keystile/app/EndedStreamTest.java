package dev.keystile.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.keystile.app.flow.FormText;
import dev.keystile.app.flow.LoopbackServer;
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
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream through the whole gateway, and what ends it. */
@Timeout(120)
class EndedStreamTest {
    private static final String KEY = "jean_sk_1";
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final String EVENT = "data: {}\n\n";

    private final MovableClock clock = new MovableClock();
    private final Wire wire = new Wire();
    private final Semaphore says = new Semaphore(0);
    private LoopbackServer upstream;
    private OpenGateway gateway;
    private OAuthClient client;
    private JsonObject tokens;
    private Socket stream;

    @BeforeEach
    void open() throws IOException {
        upstream = LoopbackServer.start(this::answer);
        gateway = OpenGateway.onLoopback(clock, Map.of("MCP_UPSTREAM_URL", upstream.url("/mcp")));
        client = OAuthClient.discover(wire, gateway.base() + "/mcp");
        tokens = client.signIn(new Person(wire, gateway.base()), KEY);
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

        says.release();
        read(EVENT);
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
        says.release();
        read(EVENT);
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

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (!KEY.equals(exchange.getRequestHeaders().getFirst("x-api-key"))) {
                exchange.sendResponseHeaders(401, -1);
            } else if (exchange.getRequestMethod().equals("GET")) {
                events(exchange);
            } else {
                result(exchange, ID.matcher(body));
            }
        }
    }

    /** An event whenever the test says so. */
    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        while (true) {
            says.acquireUninterruptibly();
            exchange.getResponseBody().write(EVENT.getBytes(UTF_8));
            exchange.getResponseBody().flush();
        }
    }

    /** What satisfies a key check, whatever it asks. */
    private static void result(HttpExchange exchange, Matcher id) throws IOException {
        String json =
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + (id.find() ? id.group(1) : "null")
                        + ",\"result\":{\"supportedVersions\":[\"2026-07-28\"],\"tools\":[]}}";
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, json.length());
        exchange.getResponseBody().write(json.getBytes(UTF_8));
    }
}
