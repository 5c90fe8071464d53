package dev.keystile.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.app.flow.EventUpstream;
import dev.keystile.app.flow.McpSdk;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Person;
import io.modelcontextprotocol.client.McpSyncClient;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** A client, a person and whoever else comes to a gateway that speaks TLS itself. */
class TlsTest extends TlsCase {
    private static final String KEY = "jean_sk_demo_1";

    /** TLS 1.1 is the latest that it speaks; all the rest is in order. */
    private static final byte[] OLD_HELLO =
            HexFormat.of()
                    .parseHex(
                            "1603010041"
                                    + "0100003d0302"
                                    + "00".repeat(32)
                                    + "00"
                                    + "0006c013c009002f"
                                    + "0100"
                                    + "000e"
                                    + "000a000400020017"
                                    + "000b00020100");

    @Test
    void aPersonSignsInAndAClientCallsToolsOverHttps() {
        start(Map.of());
        String url = gateway.base() + "/mcp";
        assertThat(url).startsWith("https://localhost:");

        var client = OAuthClient.discover(wire, url);
        JsonObject tokens = client.signIn(new Person(wire, gateway.base()), KEY);

        try (McpSyncClient mcp =
                McpSdk.client(url, () -> tokens.getString("access_token"), TRUSTED)) {
            mcp.initialize();
            assertThat(mcp.listTools().tools()).hasSize(3);
            var told = McpSdk.call(mcp, "remember", Map.of("text", "tea is in the blue tin"));
            assertThat(told.isError()).isNotEqualTo(true);
        }
        assertThat(client.refresh(tokens)).containsKey("access_token");
        assertThat(logged.all()).noneMatch(line -> line.contains(KEY));
    }

    @Test
    void cookiesAreOfTheKindThatHttpsAlonePermits() {
        start(Map.of());
        var client = OAuthClient.discover(wire, gateway.base() + "/mcp");

        HttpResponse<String> page =
                wire.send(HttpRequest.newBuilder(client.authorizationUri()).GET());

        assertThat(page.headers().firstValue("set-cookie"))
                .hasValueSatisfying(cookie ->
                        assertThat(cookie)
                                .startsWith("__Host-keystile=")
                                .contains("Path=/", "Secure", "HttpOnly")
                                .doesNotContain("Domain"));
    }

    @Test
    void everyAnswerTellsBrowsersToComeByHttpsAlone() throws IOException {
        start(Map.of("API_BASE_URL", "https://mcp.example.com"));

        for (String line : new String[] {"GET /", "GET /nothing", "POST /mcp", "GET /a b"}) {
            try (SSLSocket connection = connect()) {
                send(connection, line, "Connection: close", "Content-Length: 0");
                assertThat(new String(connection.getInputStream().readAllBytes(), ISO_8859_1))
                        .as(line)
                        .startsWith("HTTP/1.1 ")
                        .contains("\r\nStrict-Transport-Security: max-age=31536000\r\n");
            }
        }
    }

    @Test
    void nobodyIsTakenForAProxyThatNobodyNamed() throws Exception {
        start(
                Map.of(
                        "API_BASE_URL", "https://mcp.example.com",
                        "MCP_UPSTREAM_URL", "http://127.0.0.1:1/mcp"));

        assertThat(logged.of("proxy.unknown")).isEmpty();
        try (SSLSocket connection = connect()) {
            send(connection, "GET /oauth/authorize", "Connection: close");
            assertThat(new String(connection.getInputStream().readAllBytes(), ISO_8859_1))
                    .contains("\"authorize-network\"");
        }
    }

    @Test
    void anEventStreamPassesAndItsEndIsNoticed() throws Exception {
        try (var upstream = new EventUpstream()) {
            start(Map.of("MCP_UPSTREAM_URL", upstream.url()));
            var client = OAuthClient.discover(wire, gateway.base() + "/mcp");
            JsonObject tokens = client.signIn(new Person(wire, gateway.base()), EventUpstream.KEY);
            try (SSLSocket stream = connect()) {
                send(
                        stream,
                        "GET /mcp",
                        "Authorization: Bearer " + tokens.getString("access_token"),
                        "Accept: text/event-stream");
                upstream.say();
                read(stream, EventUpstream.EVENT);
                upstream.say();
                read(stream, EventUpstream.EVENT);
            }

            while (!upstream.left().await(50, TimeUnit.MILLISECONDS)) {
                upstream.say();
            }
        }
    }

    @Test
    void http11IsAgreedOnAlsoWithAClientThatWouldRatherSpeakHttp2() throws Exception {
        start(Map.of());
        try (var both =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .sslContext(TRUSTED)
                        .build()) {
            var answer =
                    both.send(
                            HttpRequest.newBuilder(URI.create(gateway.base() + "/")).build(),
                            BodyHandlers.discarding());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
        try (var socket =
                (SSLSocket) TRUSTED.getSocketFactory().createSocket("127.0.0.1", port())) {
            SSLParameters offers = socket.getSSLParameters();
            offers.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(offers);
            socket.startHandshake();
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void tls12IsSpokenAndTls11IsRefusedWithTheAlertForThat() throws Exception {
        start(Map.of());
        try (var socket =
                (SSLSocket) TRUSTED.getSocketFactory().createSocket("127.0.0.1", port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }

        byte[] answer = sent(OLD_HELLO);

        // Alert, of any version, two bytes: fatal, protocol_version (RFC 8446 section 6.2).
        assertThat(answer[0]).isEqualTo((byte) 21);
        assertThat(answer).endsWith(0, 2, 2, 70);
    }

    @Test
    void cipherSuitesWithoutAuthenticatedEncryptionAreRefused() throws Exception {
        start(Map.of());
        try (var socket =
                (SSLSocket) TRUSTED.getSocketFactory().createSocket("127.0.0.1", port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});

            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void plainHttpGetsNoAnswerOfHttp() throws Exception {
        start(Map.of());

        byte[] answer =
                sent(
                        ("GET / HTTP/1.1\r\nHost: localhost:" + port() + "\r\n\r\n")
                                .getBytes(US_ASCII));

        assertThat(new String(answer, ISO_8859_1)).doesNotContain("HTTP", "localhost");
        assertThat(wire.send(HttpRequest.newBuilder(URI.create(gateway.base() + "/"))).statusCode())
                .as("others are served")
                .isEqualTo(200);
    }

    @Test
    void aBalancerSaysWhoseAConnectionIsBeforeTlsBegins() throws Exception {
        configured("server: {proxy-protocol: true, max-connections-per-network: 1}\n");

        try (SSLSocket first = balanced("203.0.113.9");
                SSLSocket neighbour = balanced("203.0.113.10");
                SSLSocket other = balanced("198.51.100.1")) {
            for (SSLSocket each : List.of(first, other)) {
                send(each, "GET /");
                assertThat(read(each, "\r\n")).startsWith("HTTP/1.1 200");
            }
            assertThat(read(neighbour, "\r\n")).startsWith("HTTP/1.1 503");
        }
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
    }

    /** What a balancer passes on of a client's connection. */
    private SSLSocket balanced(String client) throws IOException {
        var connection = new Socket("127.0.0.1", port());
        connection.setSoTimeout(60_000);
        connection
                .getOutputStream()
                .write(("PROXY TCP4 " + client + " 127.0.0.1 4711 443\r\n").getBytes(US_ASCII));
        var socket =
                (SSLSocket)
                        TRUSTED.getSocketFactory()
                                .createSocket(connection, "localhost", port(), true);
        socket.startHandshake();
        return socket;
    }

    private byte[] sent(byte[] bytes) throws IOException {
        try (var socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return socket.getInputStream().readAllBytes();
        }
    }
}
