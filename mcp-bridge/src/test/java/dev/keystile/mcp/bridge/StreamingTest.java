package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that come in pieces, and connections that break. */
@Timeout(60)
class StreamingTest {
    private static final String SSE =
            "HTTP/1.1 200 OK\r\nContent-Type: Text/Event-Stream;charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String POST = "POST /mcp HTTP/1.1";
    private static final String TOKEN = "Authorization: Bearer good";

    @Test
    @DisplayName("GW-07, GW-08, GW-L-06: every event goes on at once and unchanged")
    void firstEventArrivesBeforeTheSecondIsSent() throws Exception {
        CountDownLatch headSeen = new CountDownLatch(1);
        CountDownLatch firstSeen = new CountDownLatch(1);
        try (RawUpstream upstream =
                        new RawUpstream((socket, _) -> {
                            RawUpstream.readRequest(socket);
                            RawUpstream.write(socket, SSE);
                            headSeen.await();
                            chunk(socket.getOutputStream(), ": hi\n\nid: 1\nretry: 5\ndata:\n\n");
                            firstSeen.await();
                            chunk(socket.getOutputStream(), "data: {\"x\":\n");
                            chunk(socket.getOutputStream(), "data: 1}\n\n");
                            chunk(socket.getOutputStream(), "");
                        });
                Fixture fixture = new Fixture(upstream.uri())) {
            var answer =
                    fixture.http.send(
                            fixture.authorized("/mcp").GET().build(), BodyHandlers.ofInputStream());
            headSeen.countDown();
            InputStream events = answer.body();
            String first =
                    new String(events.readNBytes("\n: hi\n\nid: 1\nretry: 5\ndata:\n".length()));
            firstSeen.countDown();

            assertThat(first).isEqualTo(": hi\n\nid: 1\nretry: 5\ndata:\n\n");
            assertThat(new String(events.readAllBytes())).isEqualTo("data: {\"x\":\ndata: 1}\n\n");
            assertThat(answer.headers().firstValue("cache-control"))
                    .contains("no-cache, no-transform");
            assertThat(answer.headers().firstValue("x-accel-buffering")).contains("no");
            assertThat(answer.headers().firstValue("content-type"))
                    .contains("Text/Event-Stream;charset=utf-8");
        }
    }

    @Test
    @DisplayName("GW-M-05, W-23: the client leaves, the upstream is told")
    void clientThatLeavesClosesTheUpstream() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (RawUpstream upstream =
                        new RawUpstream((socket, _) -> {
                            RawUpstream.readRequest(socket);
                            RawUpstream.write(socket, SSE);
                            chunk(socket.getOutputStream(), "data: 1\n\n");
                            left.await();
                            try {
                                while (true) {
                                    chunk(socket.getOutputStream(), "data: 2\n\n");
                                }
                            } catch (IOException gone) {
                                closed.countDown();
                            }
                        });
                Fixture fixture = new Fixture(upstream.uri())) {
            try (Wire wire = new Wire(fixture.front.port())) {
                wire.send("{}", POST, "Host: x", TOKEN);
                wire.readUntil("data: 1\n\n");
            }
            left.countDown();

            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @DisplayName("A large body is passed on while it comes")
    void largeBodyIsNotCollected() throws Exception {
        int size = 10 << 20;
        AtomicLong sent = new AtomicLong();
        CountDownLatch seen = new CountDownLatch(1);
        try (RawUpstream upstream =
                        new RawUpstream((socket, _) -> {
                            RawUpstream.readRequest(socket);
                            RawUpstream.write(
                                    socket,
                                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                                            + size
                                            + "\r\n\r\n");
                            byte[] piece = new byte[1 << 16];
                            for (int i = 0; i < size / piece.length; i++) {
                                Arrays.fill(piece, (byte) i);
                                socket.getOutputStream().write(piece);
                                if (sent.addAndGet(piece.length) == 1 << 20) {
                                    seen.await();
                                }
                            }
                        });
                Fixture fixture = new Fixture(upstream.uri())) {
            var answer =
                    fixture.http.send(
                            fixture.authorized("/mcp").GET().build(), BodyHandlers.ofInputStream());
            InputStream body = answer.body();
            byte[] first = body.readNBytes(1 << 19);
            seen.countDown();
            byte[] rest = body.readAllBytes();

            assertThat(answer.headers().firstValueAsLong("content-length")).hasValue(size);
            assertThat(first.length + rest.length).isEqualTo(size);
            for (int i = 0; i < size; i += 4099) {
                byte expected = (byte) (i >> 16);
                assertThat(i < first.length ? first[i] : rest[i - first.length])
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void largeBodyWithoutLengthPassesWhole() throws Exception {
        String piece = "0123456789abcdef".repeat(1024);
        try (RawUpstream upstream =
                        new RawUpstream((socket, _) -> {
                            RawUpstream.readRequest(socket);
                            RawUpstream.write(
                                    socket,
                                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                            + "Transfer-Encoding: chunked\r\n\r\n");
                            for (int i = 0; i < 20; i++) {
                                chunk(socket.getOutputStream(), piece);
                            }
                            chunk(socket.getOutputStream(), "");
                        });
                Fixture fixture = new Fixture(upstream.uri())) {
            assertThat(fixture.post("{}").body()).isEqualTo(piece.repeat(20));
        }
    }

    @Test
    void eventStreamThatBreaksOffEndsForTheClient() throws Exception {
        try (RawUpstream upstream =
                        new RawUpstream((socket, _) -> {
                            RawUpstream.readRequest(socket);
                            RawUpstream.write(socket, SSE);
                            chunk(socket.getOutputStream(), "data: 1\n\n");
                        });
                Fixture fixture = new Fixture(upstream.uri())) {
            assertThat(fixture.post("{}").body()).isEqualTo("data: 1\n\n");
        }
    }

    @Test
    void largeBodyThatBreaksOffDoesNotPassForComplete() throws Exception {
        try (RawUpstream upstream =
                        new RawUpstream((socket, _) -> {
                            RawUpstream.readRequest(socket);
                            RawUpstream.write(
                                    socket,
                                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                            + "Transfer-Encoding: chunked\r\n\r\n");
                            chunk(socket.getOutputStream(), "x".repeat(100_000));
                        });
                Fixture fixture = new Fixture(upstream.uri())) {
            assertThatThrownBy(() -> fixture.post("{}")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void smallBodyThatBreaksOffIsABadGateway() throws Exception {
        try (RawUpstream upstream =
                        RawUpstream.saying(
                                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: 10\r\n\r\n12345");
                Fixture fixture = new Fixture(upstream.uri())) {
            assertThat(fixture.post("{\"id\":1,\"method\":\"x\"}").statusCode()).isEqualTo(502);
        }
    }

    @Test
    void upstreamThatIsNotHttpIsABadGateway() throws Exception {
        try (RawUpstream upstream = RawUpstream.saying("220 smtp.example.com ESMTP\r\n\r\n");
                Fixture fixture = new Fixture(upstream.uri())) {
            assertThat(fixture.post("{}").statusCode()).isEqualTo(502);
        }
    }

    @Test
    void bodyThatEndsWithTheConnectionIsWhole() throws Exception {
        try (RawUpstream upstream =
                        RawUpstream.saying(
                                "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{}");
                Fixture fixture = new Fixture(upstream.uri())) {
            assertThat(fixture.post("{}").body()).isEqualTo("{}");
            assertThat(fixture.post("{}").body()).isEqualTo("{}");
        }
    }

    @Test
    @DisplayName(
            "GW-17: an interim answer is left out, and leaves nothing behind for the next caller")
    void interimAnswersAreLeftOut() throws Exception {
        try (RawUpstream upstream =
                        new RawUpstream((socket, connection) -> {
                            while (true) {
                                RawUpstream.readRequest(socket);
                                RawUpstream.write(
                                        socket,
                                        (connection == 1
                                                        ? "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                                                        : "")
                                                + "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                                + "Content-Length: 1\r\n\r\n"
                                                + connection);
                            }
                        });
                Fixture fixture = new Fixture(upstream.uri())) {
            assertThat(fixture.post("{}").body()).isEqualTo("1");
            assertThat(fixture.post("{}").body()).isEqualTo("1");
        }
    }

    @Test
    @DisplayName("GW-17: nor does a body without a length that nobody read to its end")
    void connectionWithAnUnreadBodyIsNotUsedAgain() throws Exception {
        try (RawUpstream upstream =
                        new RawUpstream((socket, connection) -> {
                            while (true) {
                                RawUpstream.readRequest(socket);
                                RawUpstream.write(
                                        socket,
                                        connection == 1
                                                ? "HTTP/1.1 401 No\r\n\r\nHTTP/1.1 200 OK\r\n"
                                                        + "Content-Length: 1\r\n\r\n1"
                                                : "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
                                                        + connection);
                            }
                        });
                Fixture fixture = new Fixture(upstream.uri())) {
            assertThat(fixture.post("{}").statusCode()).isEqualTo(401);

            assertThat(fixture.post("{}").body()).isEqualTo("2");
            assertThat(upstream.connections()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("GW-06: content that is coded in spite of all stays so, and says so")
    void codedContentPassesAsItIs() throws Exception {
        byte[] coded = {0x1f, (byte) 0x8b, 1, 2, 3};
        try (RawUpstream upstream =
                        new RawUpstream((socket, _) -> {
                            RawUpstream.readRequest(socket);
                            RawUpstream.write(
                                    socket,
                                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n");
                            socket.getOutputStream().write(coded);
                        });
                Fixture fixture = new Fixture(upstream.uri())) {
            var answer =
                    fixture.http.send(
                            fixture.authorized("/mcp").GET().build(), BodyHandlers.ofByteArray());

            assertThat(answer.body()).isEqualTo(coded);
            assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
        }
    }

    private static void chunk(OutputStream out, String text) throws IOException {
        out.write((Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes());
        out.flush();
    }
}
