package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.HttpsPeer.answer;
import static dev.keystile.oauth.impl.HttpsPeer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.impl.DocumentFetcher.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;

/** A fetcher of documents and a peer for it, both closed after each test. */
abstract class DocumentFetcherFixture {
    static final Duration DEADLINE = Duration.ofMillis(800);
    static final FetchLimits LIMITS =
            new FetchLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 16 * 1024, 16, 1000);
    static final FetchLimits HASTY = new FetchLimits(DEADLINE, DEADLINE, 16 * 1024, 1, 1000);

    final MovedClock clock = new MovedClock();
    final List<AutoCloseable> open = new ArrayList<>();

    /** What the name service was asked for. */
    final List<String> looked = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    <T extends AutoCloseable> T open(T one) {
        open.add(one);
        return one;
    }

    HttpsPeer peer(HttpsPeer.Answer answer) {
        return open(new HttpsPeer(answer));
    }

    DocumentFetcher fetcher() {
        return fetcher(LIMITS, this::loopback);
    }

    DocumentFetcher fetcher(FetchLimits limits, NameLookup names) {
        return open(
                new HttpDocumentFetcher(
                        limits,
                        new AddressPolicy(true),
                        new Internet(names, HttpsPeer::trusting),
                        clock));
    }

    static FetchLimits limits(int perMinute) {
        return new FetchLimits(
                Duration.ofSeconds(2), Duration.ofSeconds(5), 16 * 1024, 16, perMinute);
    }

    InetAddress[] loopback(String host) throws UnknownHostException {
        looked.add(host);
        return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
    }

    Outcome fetched(HttpsPeer.Answer answer) {
        return fetcher().fetch(peer(answer).url("/c.json"));
    }

    void assertEndsInTime(HttpsPeer.Answer slow) {
        DocumentFetcher fetcher = fetcher(HASTY, this::loopback);

        assertInTime(fetcher, peer(slow).url("/c.json"));
        assertFreeAgain(fetcher);
    }

    /** A fetch that was given up leaves its place a moment later. */
    void assertFreeAgain(DocumentFetcher fetcher) {
        String url = peer(json("{}")).url("/");
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        Outcome outcome = fetcher.fetch(url);
        while (!(outcome instanceof Outcome.Document) && System.nanoTime() < end) {
            LockSupport.parkNanos(5_000_000);
            outcome = fetcher.fetch(url);
        }
        assertThat(outcome).isInstanceOf(Outcome.Document.class);
    }

    static void assertInTime(DocumentFetcher fetcher, String url) {
        long began = System.nanoTime();

        assertThat(fetcher.fetch(url)).isInstanceOf(Outcome.Unreachable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(DEADLINE.minusMillis(50), DEADLINE.plusSeconds(1));
    }

    static void assertUnreachable(Outcome outcome, String detail) {
        assertThat(outcome).isEqualTo(new Outcome.Unreachable(detail));
    }

    static void assertUnusable(Outcome outcome) {
        assertThat(outcome)
                .isEqualTo(new Outcome.Unusable("not one JSON object without repeated members"));
    }

    static String nested(int levels) {
        return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    }

    static HttpsPeer.Answer raw(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    static void endless(OutputStream out) throws IOException {
        out.write(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        .getBytes());
        byte[] chunk = ("400\r\n" + " ".repeat(0x400) + "\r\n").getBytes();
        while (true) {
            out.write(chunk);
        }
    }

    static void trickle(OutputStream out) throws IOException, InterruptedException {
        while (true) {
            Thread.sleep(50);
            out.write('a');
            out.flush();
        }
    }

    static void awaitWithoutInterruption(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
            boolean _ = Thread.interrupted();
        }
    }

    static void await(CountDownLatch latch) throws UnknownHostException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new UnknownHostException("interrupted");
        }
    }
}
