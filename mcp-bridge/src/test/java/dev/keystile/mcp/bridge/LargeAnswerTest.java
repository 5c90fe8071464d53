package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of many megabytes: they go through in small pieces, as fast as the client takes them. */
@Timeout(60)
class LargeAnswerTest {
    private static final int PIECE = 64 << 10;

    /** More than all the socket buffers on the way hold. */
    private static final int ENDLESS = 256 << 20;

    private final AtomicReference<Thread> sender = new AtomicReference<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile String type = "text/event-stream";
    private volatile int size = 10 << 20;
    private RawUpstream upstream;
    private Fixture fixture;

    @BeforeEach
    void open() throws IOException {
        upstream = new RawUpstream((socket, _) -> serve(socket));
        fixture = new Fixture(upstream.uri());
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
        upstream.close();
    }

    @ParameterizedTest
    @DisplayName("GW-07: ten megabytes, as one event or as JSON, are never held as a whole")
    @ValueSource(strings = {"text/event-stream", "application/json"})
    void aLargeAnswerPassesInPieces(String media) throws IOException {
        type = media;
        var client = new Taking(new CountDownLatch(0));

        fixture.bridge.forward(call(), client);

        assertThat(client.taken.get()).isEqualTo(size);
        assertThat(client.largest.get()).isLessThanOrEqualTo(PIECE + 1);
    }

    @Test
    @DisplayName("GW-07: a client that does not read stops the upstream")
    void aClientThatDoesNotReadStopsTheUpstream() throws Exception {
        size = ENDLESS;
        var reads = new CountDownLatch(1);
        var client = new Taking(reads);
        Thread call = Thread.ofVirtual().start(() -> forward(client));
        client.entered.await();

        // A virtual thread that waits in a write has filled every buffer before it.
        while (sender.get().getState() != Thread.State.WAITING || sent.get() == 0) {
            assertThat(Thread.interrupted()).as("waited too long").isFalse();
            Thread.onSpinWait();
        }
        assertThat(sent.get()).isLessThan(ENDLESS);
        assertThat(client.taken.get()).isZero();

        reads.countDown();
        call.join();
        assertThat(client.taken.get()).isEqualTo(ENDLESS);
    }

    private McpRequest call() {
        HeaderFields headers = line -> line.accept("Authorization", "Bearer good");
        return new McpRequest(
                "POST", fixture.shared, headers, new ByteArrayInputStream(new byte[] {'{', '}'}));
    }

    private void forward(McpResponse client) {
        try {
            fixture.bridge.forward(call(), client);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void serve(Socket socket) throws Exception {
        RawUpstream.readRequest(socket);
        sender.set(Thread.currentThread());
        RawUpstream.write(
                socket,
                "HTTP/1.1 200 OK\r\nContent-Type: "
                        + type
                        + "\r\nContent-Length: "
                        + size
                        + "\r\n\r\n");
        byte[] piece = "x".repeat(PIECE).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < size / PIECE; i++) {
            socket.getOutputStream().write(piece);
            sent.addAndGet(PIECE);
        }
    }

    /** A client that takes nothing until the test lets it. */
    private static final class Taking extends OutputStream implements McpResponse {
        final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch reads;
        final AtomicLong taken = new AtomicLong();
        final AtomicInteger largest = new AtomicInteger();

        Taking(CountDownLatch reads) {
            this.reads = reads;
        }

        @Override
        public void send(int status, Map<String, String> headers, byte[] body) {
            throw new AssertionError("sent as a whole");
        }

        @Override
        public OutputStream stream(int status, Map<String, String> headers, long length) {
            return this;
        }

        @Override
        public void write(int value) {
            write(new byte[1], 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            entered.countDown();
            Fixture.await(reads);
            taken.addAndGet(length);
            largest.accumulateAndGet(length, Math::max);
        }
    }
}
