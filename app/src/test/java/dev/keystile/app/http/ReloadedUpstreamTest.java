package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.flow.SettingsFile;
import dev.keystile.app.flow.Wire;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of calls and connections when the upstream of a connector is another one. */
@Timeout(120)
class ReloadedUpstreamTest {
    @TempDir private Path folder;

    private final Wire wire = new Wire();
    private final Semaphore goesOn = new Semaphore(0);
    private final HeldUpstream old = new HeldUpstream(this::stream);
    private final KeptUpstream next = new KeptUpstream();
    private final KeptUpstream other = new KeptUpstream();
    private SettingsFile file;
    private OpenGateway gateway;

    @BeforeEach
    void start() {
        file = new SettingsFile(folder.resolve("keystile.yaml"), wire);
        leadTo(old.uri());
        gateway = OpenGateway.configured(file.path());
    }

    @AfterEach
    void stop() {
        goesOn.release(100);
        gateway.close();
        wire.close();
        old.close();
        next.close();
        other.close();
    }

    /** One event, and a second one and the end when the test says so. */
    private void stream(Socket socket) throws IOException {
        HeldUpstream.say(socket, HeldUpstream.EVENTS + "d\r\ndata: \"one\"\n\n\r\n");
        goesOn.acquireUninterruptibly();
        HeldUpstream.say(socket, "d\r\ndata: \"two\"\n\n\r\n0\r\n\r\n");
    }

    private void leadTo(URI upstream) {
        file.says(settings(upstream));
    }

    private String settings(URI upstream) {
        return """
        connectors:
          - {id: one, display-name: One, upstream-url: "%s"}
          - {id: other, display-name: Other, upstream-url: "%s"}
        """
                .formatted(upstream, other.uri());
    }

    private void reload() {
        assertThat(file.reload(gateway.managementBase()).statusCode()).isEqualTo(200);
    }

    private Socket call(String method, String path) throws IOException {
        URI base = URI.create(gateway.base());
        var socket = new Socket("127.0.0.1", base.getPort());
        socket.setSoTimeout(60_000);
        String body = method.equals("POST") ? HeldUpstream.CALL : "";
        String head =
                """
                %s %s HTTP/1.1
                Host: %s
                x-api-key: %s
                Accept: text/event-stream, application/json
                Content-Type: application/json
                Content-Length: %d

                """
                        .formatted(
                                method, path, base.getAuthority(), KeptUpstream.KEY, body.length());
        String request = head.replace("\n", "\r\n") + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    @Test
    void aStreamGoesOnToItsEndWhileNewCallsGoToTheNewUpstream() throws IOException {
        try (Socket stream = call("POST", "/mcp")) {
            BridgedSite.read(stream, "one");
            leadTo(next.uri());
            reload();

            try (Socket call = call("POST", "/mcp")) {
                assertThat(BridgedSite.read(call, "{}")).startsWith("HTTP/1.1 200");
            }
            goesOn.release(100);

            assertThat(BridgedSite.read(stream, "0\r\n\r\n")).contains("two");
        }
    }

    @Test
    void aStreamThatMayBeQuietForLongEndsSoThatItsClientComesBack() throws IOException {
        try (Socket stream = call("GET", "/mcp")) {
            BridgedSite.read(stream, "one");
            leadTo(next.uri());
            reload();

            assertThat(BridgedSite.read(stream, "0\r\n\r\n")).doesNotContain("two");
        }
    }

    @Test
    void idleConnectionsOfTheOldUpstreamAreClosedAndThoseOfOthersAreNot()
            throws IOException, InterruptedException {
        leadTo(next.uri());
        reload();
        for (String path : List.of("/mcp", "/mcp/other")) {
            try (Socket call = call("POST", path)) {
                BridgedSite.read(call, "{}");
            }
        }

        leadTo(old.uri());
        reload();

        assertThat(next.left.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        assertThat(other.left.availablePermits()).isZero();
    }

    @Test
    void aLowerNumberOfStreamsCountsThoseThatAreOpen() throws IOException {
        try (Socket first = call("GET", "/mcp")) {
            BridgedSite.read(first, "one");
            file.says(settings(old.uri()) + "limits: {streams: 1}");
            reload();

            try (Socket second = call("GET", "/mcp")) {
                assertThat(BridgedSite.read(second, "}")).startsWith("HTTP/1.1 429");
            }
            goesOn.release(100);
            assertThat(BridgedSite.read(first, "0\r\n\r\n")).contains("two");
        }
    }
}
