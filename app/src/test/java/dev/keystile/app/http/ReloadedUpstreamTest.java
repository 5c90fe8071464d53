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
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

    @TempDir private Path folder;

    private final Wire wire = new Wire();
    private final Semaphore goesOn = new Semaphore(0);
    private final HeldUpstream old = new HeldUpstream(this::stream);
    private final HeldUpstream next = new HeldUpstream(HeldUpstream.saying(ANSWER));
    private final HeldUpstream other = new HeldUpstream(HeldUpstream.saying(ANSWER));
    private SettingsFile file;
    private OpenGateway gateway;

    @BeforeEach
    void start() {
        file = new SettingsFile(folder.resolve("keystile.yaml"), wire);
        leadTo(old);
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

    private void leadTo(HeldUpstream upstream) {
        file.says(settings(upstream));
    }

    private String settings(HeldUpstream upstream) {
        return """
        connectors:
          - {id: one, display-name: One, upstream-url: "%s"}
          - {id: other, display-name: Other, upstream-url: "%s"}
        """
                .formatted(upstream.uri(), other.uri());
    }

    private void reload() {
        assertThat(file.reload(gateway.managementBase()).statusCode()).isEqualTo(200);
    }

    private Socket call(String method, String path) throws IOException {
        URI base = URI.create(gateway.base());
        var socket = new Socket("127.0.0.1", base.getPort());
        socket.setSoTimeout(60_000);
        String body = method.equals("POST") ? HeldUpstream.CALL : "";
        String request =
                "%s %s HTTP/1.1\r\nHost: %s\r\nx-api-key: key-of-jane\r\nAccept: text/event-stream, application/json\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(method, path, base.getAuthority(), body.length(), body);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    @Test
    void aStreamGoesOnToItsEndWhileNewCallsGoToTheNewUpstream() throws IOException {
        try (Socket stream = call("POST", "/mcp")) {
            BridgedSite.read(stream, "one");
            leadTo(next);
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
            leadTo(next);
            reload();

            assertThat(BridgedSite.read(stream, "0\r\n\r\n")).doesNotContain("two");
        }
    }

    @Test
    void idleConnectionsOfTheOldUpstreamAreClosedAndThoseOfOthersAreNot()
            throws IOException, InterruptedException {
        leadTo(next);
        reload();
        settle(next);
        settle(other);

        leadTo(old);
        reload();

        assertThat(next.left.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        assertThat(other.left.availablePermits()).isZero();
    }

    @Test
    void aLowerNumberOfStreamsCountsThoseThatAreOpen() throws IOException {
        try (Socket first = call("GET", "/mcp")) {
            BridgedSite.read(first, "one");
            file.says(settings(old) + "limits: {streams: 1}");
            reload();

            try (Socket second = call("GET", "/mcp")) {
                assertThat(BridgedSite.read(second, "}")).startsWith("HTTP/1.1 429");
            }
            goesOn.release(100);
            assertThat(BridgedSite.read(first, "0\r\n\r\n")).contains("two");
        }
    }

    /** Makes a call after the key check at the start, and counts from there. */
    private void settle(HeldUpstream upstream) throws IOException {
        try (Socket call = call("POST", upstream == other ? "/mcp/other" : "/mcp")) {
            BridgedSite.read(call, "{}");
        }
        upstream.left.drainPermits();
    }
}
