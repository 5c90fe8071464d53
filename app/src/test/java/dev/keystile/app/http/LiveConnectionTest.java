package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams and slow answers at the real server, with a clock that the test moves. */
@Timeout(120)
class LiveConnectionTest {
    private static final String BOTH = "application/json, text/event-stream";
    private static final int MANY = 500;

    private static final String SIZED =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9\r\n\r\n";

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch rest = new CountDownLatch(1);

    @Test
    @DisplayName("GW-15: a slow answer begins as a stream, and its connection serves the next call")
    void aSlowAnswerBeginsEarly() throws Exception {
        try (var upstream = new HeldUpstream(this::result);
                var site = new BridgedSite(upstream.uri());
                var client = site.call("POST", BOTH)) {
            assertThat(upstream.asked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            site.clock.advance(Duration.ofSeconds(25));
            assertThat(BridgedSite.read(client, ":\n\n"))
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("content-type: text/event-stream")
                    .containsIgnoringCase("x-accel-buffering: no");
            site.clock.advance(Duration.ofSeconds(15));
            BridgedSite.read(client, ":\n\n");
            goOn.countDown();
            assertThat(BridgedSite.read(client, "0\r\n\r\n")).contains("data: {\"id\":7}\n\n");

            site.call(client, "POST", BOTH);
            assertThat(BridgedSite.read(client, "{\"id\":7}"))
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("content-type: application/json");
        }
    }

    @Test
    @DisplayName("A connection that was watched serves the next call")
    void aWatchedConnectionIsUsedAgain() throws Exception {
        try (var site = Site.onLoopback();
                var client = new Socket("127.0.0.1", site.port())) {
            client.setSoTimeout(20_000);
            site.mcp =
                    (request, response) -> {
                        byte[] body = request.body().readAllBytes();
                        response.whenGone(() -> {});
                        response.send(200, Map.of("Content-Type", "text/plain"), body);
                    };
            String request =
                    "POST /mcp HTTP/1.1\r\nHost: "
                            + site.issuer().authority()
                            + "\r\nContent-Length: 3\r\n\r\n";
            for (int i = 100; i < 110; i++) {
                // In two pieces: only the first of them is read ahead.
                send(client, request);
                send(client, Integer.toString(i));
                assertThat(BridgedSite.read(client, "\r\n\r\n" + i)).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    @DisplayName("GW-08: 500 streams at once are kept awake, and none is mixed up with another")
    void manyStreamsLiveSideBySide() throws Exception {
        try (var upstream = new HeldUpstream(this::stream);
                var site = new BridgedSite(upstream.uri());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var open = new CountDownLatch(MANY);
            var streams =
                    IntStream.range(0, MANY).mapToObj(_ -> follow(site, open, threads)).toList();
            assertThat(open.await(60, TimeUnit.SECONDS)).isTrue();
            site.clock.advance(Duration.ofSeconds(15));
            for (Future<Socket> stream : streams) {
                BridgedSite.read(stream.get(), ":\n\n");
            }

            goOn.countDown();

            for (Future<Socket> stream : streams) {
                try (Socket client = stream.get()) {
                    assertThat(BridgedSite.read(client, "0\r\n\r\n"))
                            .containsOnlyOnce("data: 2\n\n");
                }
            }
        }
    }

    @Test
    @DisplayName("GW-08: an answer of one event that has come as a whole goes on as a whole")
    void aWholeEventStreamIsOnePiece() throws Exception {
        try (var upstream = new HeldUpstream(HeldUpstream.saying(SIZED + "data: 1\n\n"));
                var site = new BridgedSite(upstream.uri());
                var client = site.call("POST", BOTH)) {
            assertThat(BridgedSite.read(client, "data: 1\n\n"))
                    .containsIgnoringCase("content-length: 9\r\n")
                    .endsWith("\r\n\r\ndata: 1\n\n");
        }
    }

    @Test
    @DisplayName("GW-08: chunks that have come with their end go on as a whole")
    void wholeChunksAreOnePiece() throws Exception {
        String chunks = "9\r\ndata: 1\n\n\r\n9\r\ndata: 2\n\n\r\n0\r\n\r\n";
        try (var upstream = new HeldUpstream(HeldUpstream.saying(HeldUpstream.EVENTS + chunks));
                var site = new BridgedSite(upstream.uri());
                var client = site.call("POST", BOTH)) {
            assertThat(BridgedSite.read(client, "data: 2\n\n"))
                    .containsIgnoringCase("content-length: 18\r\n")
                    .endsWith("\r\n\r\ndata: 1\n\ndata: 2\n\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\r", "\r\n", "\r\n0", "\r\n0\r\n", "\r\n0\r\nX: 1\r\n", "\r\n9\r\n"})
    @DisplayName("GW-08: an event does not wait for what has begun to come after its chunk")
    void anEventWaitsForNoOtherChunk(String begun) throws Exception {
        try (var upstream =
                        new HeldUpstream(socket -> {
                            HeldUpstream.say(
                                    socket, HeldUpstream.EVENTS + "9\r\ndata: 1\n\n" + begun);
                            await();
                        });
                var site = new BridgedSite(upstream.uri());
                var client = site.call("POST", BOTH)) {
            assertThat(BridgedSite.read(client, "data: 1\n\n")).startsWith("HTTP/1.1 200");
            goOn.countDown();
        }
    }

    @Test
    @DisplayName("GW-08: an event that came with the head of its answer is the first that goes on")
    void anEventThatIsThereNeedsNoComment() throws Exception {
        try (var upstream = new HeldUpstream(this::stream);
                var site = new BridgedSite(upstream.uri());
                var client = site.call("POST", BOTH)) {
            assertThat(BridgedSite.read(client, "data: 1\n\n\r\n"))
                    .endsWith("\r\n\r\n9\r\ndata: 1\n\n\r\n");
            goOn.countDown();
            BridgedSite.read(client, "9\r\ndata: 2\n\n\r\n0\r\n\r\n");
        }
    }

    @Test
    @DisplayName("GW-08: the head waits for no event, nor an event for the rest of its answer")
    void nothingWaitsForTheRest() throws Exception {
        try (var upstream = new HeldUpstream(this::pieces);
                var site = new BridgedSite(upstream.uri());
                var client = site.call("POST", BOTH)) {
            assertThat(BridgedSite.read(client, ":\n\n")).startsWith("HTTP/1.1 200");
            goOn.countDown();
            BridgedSite.read(client, "data: 1\n\n");
            rest.countDown();
            BridgedSite.read(client, "data: 2\n\n");
        }
    }

    private static Future<Socket> follow(
            BridgedSite site, CountDownLatch open, ExecutorService threads) {
        return threads.submit(() -> {
            Socket client = site.call("GET", "text/event-stream");
            BridgedSite.read(client, "data: 1\n\n\r\n");
            open.countDown();
            return client;
        });
    }

    /** An event, and when the test says so another one and the end. */
    private void stream(Socket socket) throws IOException {
        HeldUpstream.say(socket, HeldUpstream.EVENTS + "9\r\ndata: 1\n\n\r\n");
        await();
        HeldUpstream.say(socket, "9\r\ndata: 2\n\n\r\n0\r\n\r\n");
    }

    /** An answer of known length: its head, an event, and another one, each when it may. */
    private void pieces(Socket socket) throws IOException {
        HeldUpstream.say(socket, SIZED.replace("9", "18"));
        await();
        HeldUpstream.say(socket, "data: 1\n\n");
        await(rest);
        HeldUpstream.say(socket, "data: 2\n\n");
    }

    private void result(Socket socket) throws IOException {
        await();
        HeldUpstream.say(
                socket,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                        + "Content-Length: 8\r\n\r\n{\"id\":7}");
    }

    private void await() throws IOException {
        await(goOn);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
