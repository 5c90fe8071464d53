package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that stay open for hours, by a clock that the test moves. */
@Timeout(60)
class LiveStreamTest {
    private static final String SSE =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String TOKEN = "Authorization: Bearer good";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String COMMENT = "3\r\n:\n\n\r\n";
    private static final String EVENT = "9\r\ndata: 1\n\n\r\n";

    private final BlockingQueue<String> says = new LinkedBlockingQueue<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private RawUpstream upstream;
    private Fixture fixture;
    private Wire client;

    @BeforeEach
    void open() throws IOException {
        upstream = new RawUpstream((socket, _) -> serve(socket));
        fixture = new Fixture(upstream.uri());
        client = new Wire(fixture.front.port());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        fixture.close();
        upstream.close();
    }

    @Test
    @DisplayName("GW-08, GW-15: a stream on which nothing comes for hours is kept awake")
    void aQuietStreamLivesForHours() throws Exception {
        get();
        for (int i = 0; i < 4; i++) {
            fixture.clock.advance(Duration.ofHours(1));
            client.readUntil(COMMENT);
        }

        says.add("data: 1\n\n");
        assertThat(client.readUntil("data: 1\n\n\r\n")).isEqualTo(EVENT);
    }

    @Test
    @DisplayName("GW-M-09: so is the stream of subscriptions/listen")
    void aSubscriptionLivesForHours() throws Exception {
        listen();
        fixture.clock.advance(Duration.ofHours(5));
        client.readUntil(COMMENT);

        says.add("data: 1\n\n");
        assertThat(client.readUntil("data: 1\n\n\r\n")).isEqualTo(EVENT);
    }

    @Test
    void aCommentComesNotAMomentTooEarly() throws Exception {
        get();
        fixture.clock.advance(Duration.ofSeconds(15).minusMillis(1));
        fixture.bridge.beat();
        says.add("data: 1\n\n");

        assertThat(client.readUntil("data: 1\n\n\r\n")).isEqualTo(EVENT);
    }

    @Test
    @DisplayName("GW-10, GW-11: the end of the token cuts no stream, the end of the grant does")
    void aStreamBelongsToItsGrant() throws Exception {
        get();
        fixture.accesses.clear();
        fixture.clock.advance(MINUTE);
        client.readUntil(COMMENT);
        fixture.lookedAt.take();

        fixture.ended.add(Fixture.GRANT);
        fixture.clock.advance(MINUTE.minusMillis(1));
        client.readUntil(COMMENT);
        says.add("data: 1\n\n");
        client.readUntil("data: 1\n\n\r\n");

        try (LogLines log = LogLines.of(Pulse.class)) {
            fixture.clock.advance(Duration.ofMillis(1));

            assertThat(client.readUntil("0\r\n\r\n")).isEqualTo("0\r\n\r\n");
            assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(log.lines()).containsExactly("mcp.stream-ended connector=memory grant=g1");
        }
    }

    @Test
    @DisplayName("GW-11: a stream that answers a call is no exception")
    void aCallThatStreamsBelongsToItsGrantToo() throws Exception {
        listen();
        fixture.clock.advance(MINUTE);
        client.readUntil(COMMENT);
        fixture.lookedAt.take();
        fixture.ended.add(Fixture.GRANT);

        fixture.clock.advance(MINUTE);

        client.readUntil("0\r\n\r\n");
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStoreThatIsAwayCutsNoStream() throws Exception {
        get();
        fixture.storeAway = true;
        fixture.clock.advance(MINUTE);
        client.readUntil(COMMENT);
        fixture.lookedAt.take();
        fixture.storeAway = false;
        fixture.ended.add(Fixture.GRANT);
        says.add("data: 1\n\n");
        client.readUntil("data: 1\n\n\r\n");

        fixture.clock.advance(MINUTE);

        client.readUntil("0\r\n\r\n");
    }

    @Test
    @DisplayName(
            "An upstream that goes away ends the stream, and the log says whose it was and why")
    void theLogSaysWhyAStreamBroke() throws Exception {
        try (LogLines log = LogLines.of(Relay.class)) {
            get();
            says.add("");

            client.readUntil("0\r\n\r\n");
            assertThat(log.lines())
                    .containsExactly(
                            "mcp.stream-broken connector=memory grant=g1" + " reason=EOFException");
        }
    }

    private void get() throws IOException {
        client.send("", "GET /mcp HTTP/1.1", "Host: x", TOKEN);
        readTheFirstEvent();
    }

    private void listen() throws IOException {
        client.send(
                "{}",
                "POST /mcp HTTP/1.1",
                "Host: x",
                TOKEN,
                "Mcp-Method: subscriptions/listen",
                "Accept: application/json, text/event-stream");
        readTheFirstEvent();
    }

    private void readTheFirstEvent() throws IOException {
        says.add("data: 0\n\n");
        assertThat(client.readUntil("data: 0\n\n\r\n")).startsWith("HTTP/1.1 200");
    }

    /** Sends each text as a chunk, breaks off at an empty one. */
    private void serve(Socket socket) throws Exception {
        RawUpstream.readRequest(socket);
        RawUpstream.write(socket, SSE);
        Thread.ofVirtual().start(() -> awaitEnd(socket));
        for (String text = says.take(); !text.isEmpty(); text = says.take()) {
            RawUpstream.write(socket, Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
        }
    }

    private void awaitEnd(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
        } catch (IOException gone) {
            // A reset is an end too.
        }
        left.countDown();
    }
}
