package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.HttpsPeer.answer;
import static dev.keystile.oauth.impl.HttpsPeer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.impl.DocumentFetcher.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SNIHostName;
import org.apache.hc.core5.ssl.SSLContexts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching on a wire, from servers of this machine. */
class HttpDocumentFetcherTest {
    private static final Duration DEADLINE = Duration.ofMillis(800);
    private static final FetchLimits LIMITS =
            new FetchLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 16 * 1024, 16, 1000);
    private static final FetchLimits HASTY =
            new FetchLimits(DEADLINE, DEADLINE, 16 * 1024, 1, 1000);

    private final MovedClock clock = new MovedClock();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** What the name service was asked for. */
    private final List<String> looked = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    // --- the request

    @Test
    @DisplayName("AS-C-06, AS-C-07: the request carries the name, the path as written, and no more")
    void theRequestSaysLittle() {
        HttpsPeer peer = peer(json("{}"));

        Outcome outcome = fetcher().fetch(peer.url("/a%7Eb/c;v=1"));

        assertThat(outcome).isInstanceOf(Outcome.Document.class);
        assertThat(peer.names).containsExactly(new SNIHostName(HttpsPeer.HOST));
        assertThat(peer.requests.getFirst().split("\r\n"))
                .containsExactlyInAnyOrder(
                        "GET /a%7Eb/c;v=1 HTTP/1.1",
                        "Host: " + HttpsPeer.HOST + ":" + peer.port(),
                        "User-Agent: Keystile",
                        "Accept: application/json",
                        "Connection: close");
    }

    @Test
    @DisplayName("AS-C-07: no cookie comes back")
    void cookiesAreForgotten() {
        HttpsPeer peer = peer(json("{}", "Set-Cookie: a=b; Path=/"));
        DocumentFetcher fetcher = fetcher();

        fetcher.fetch(peer.url("/c.json"));
        fetcher.fetch(peer.url("/c.json"));

        assertThat(peer.requests).hasSize(2).noneMatch(head -> head.contains("ookie"));
    }

    @Test
    @DisplayName("AS-C-07: a demand for credentials gets none")
    void noCredentialsAreSent() {
        HttpsPeer peer =
                peer(
                        answer(
                                "401 Unauthorized",
                                new byte[0],
                                "WWW-Authenticate: Basic realm=\"x\""));
        AtomicInteger asked = new AtomicInteger();
        Authenticator before = Authenticator.getDefault();
        Authenticator.setDefault(
                new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        asked.incrementAndGet();
                        return new PasswordAuthentication("operator", "secret".toCharArray());
                    }
                });
        try {
            assertUnreachable(fetcher().fetch(peer.url("/c.json")), "status 401");
        } finally {
            Authenticator.setDefault(before);
        }

        assertThat(asked).hasValue(0);
        assertThat(peer.requests).hasSize(1);
    }

    @Test
    @DisplayName("AS-C-06: no proxy is asked, which would look the name up on its own")
    void noProxyIsAsked() {
        HttpsPeer peer = peer(json("{}"));
        AtomicInteger asked = new AtomicInteger();
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(
                new ProxySelector() {
                    @Override
                    public List<Proxy> select(URI uri) {
                        if (uri.getScheme().startsWith("http")) {
                            asked.incrementAndGet();
                        }
                        return List.of(Proxy.NO_PROXY);
                    }

                    @Override
                    public void connectFailed(URI uri, SocketAddress address, IOException e) {}
                });
        try {
            fetcher().fetch(peer.url("/c.json"));
        } finally {
            ProxySelector.setDefault(before);
        }

        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c.json",
                "http://docs.example.com/c.json",
                "HTTPS://docs.example.com/c.json",
                "https:docs.example.com/c.json",
                "https:///c.json",
                "https://user@docs.example.com/c.json",
                "https://docs.example.com/c.json#a",
                "https://docs.example.com:65536/c.json",
                "https://docs.example.com//c.json",
                "https://docs_example_com/c.json",
                "https://[::1/c.json",
                "https://docs.example.com/é",
                "https://docs.example.com/\r\nx",
                "file:///etc/passwd",
                "jar:https://docs.example.com/c!/d"
            })
    @DisplayName("SEC-04: whatever is not plainly an https URL is not even looked up")
    void otherUrlsAreNotAsked(String url) {
        assertUnreachable(fetcher().fetch(url), "not the URL of an https resource");
        assertThat(looked).isEmpty();
    }

    @Test
    void aLongUrlIsAskedAndALongerOneIsNot() {
        HttpsPeer peer = peer(json("{}"));
        String url = peer.url("/");
        String longest = url + "a".repeat(2048 - url.length());

        assertThat(fetcher().fetch(longest)).isInstanceOf(Outcome.Document.class);
        assertUnreachable(fetcher().fetch(longest + "a"), "not the URL of an https resource");
    }

    // --- the address

    @Test
    @DisplayName("AS-C-06, W-22: the address is looked up once, and that one is connected to")
    void theVettedAddressIsPinned() throws UnknownHostException {
        HttpsPeer vetted = open(new HttpsPeer("127.0.0.2", json("{\"who\":\"vetted\"}")));
        HttpsPeer rebound = peer(json("{\"who\":\"rebound\"}"));
        AtomicInteger lookups = new AtomicInteger();
        InetAddress first = InetAddress.getByName("127.0.0.2");
        InetAddress second = InetAddress.getByName("127.0.0.1");
        DocumentFetcher fetcher =
                fetcher(
                        LIMITS,
                        _ -> new InetAddress[] {lookups.getAndIncrement() == 0 ? first : second});

        Outcome outcome = fetcher.fetch(vetted.url("/c.json"));

        assertThat(((Outcome.Document) outcome).json().getString("who")).isEqualTo("vetted");
        assertThat(lookups).hasValue(1);
        assertThat(rebound.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "169.254.169.254", "0.0.0.0", "8.8.8.8"})
    @DisplayName("AS-C-06: one address that may not be asked is enough to ask none")
    void everyAddressIsVetted(String other) throws UnknownHostException {
        HttpsPeer peer = peer(json("{}"));
        InetAddress[] both = {InetAddress.getByName("127.0.0.1"), InetAddress.getByName(other)};

        Outcome outcome = fetcher(LIMITS, _ -> both).fetch(peer.url("/c.json"));

        assertUnreachable(outcome, "an address or port of the host may not be asked");
        assertThat(peer.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/c.json",
                "https://[::1]/c.json",
                "https://[::ffff:127.0.0.1]/c.json",
                "https://[64:ff9b::7f00:1]/c.json",
                "https://localhost/c.json",
                "https://169.254.169.254/latest/meta-data",
                "https://8.8.8.8:8443/c.json"
            })
    @DisplayName("AS-C-06: a server of the internet asks neither itself nor other ports")
    void aPublicServerKeepsOut(String url) {
        DocumentFetcher fetcher =
                open(
                        new HttpDocumentFetcher(
                                LIMITS,
                                new AddressPolicy(false),
                                new Internet(InetAddress::getAllByName, HttpsPeer::trusting),
                                clock));

        assertUnreachable(fetcher.fetch(url), "an address or port of the host may not be asked");
    }

    @Test
    void theNextAddressIsTriedWhenOneDoesNotAnswer() throws IOException {
        HttpsPeer peer = peer(json("{}"));
        InetAddress[] both = {
            InetAddress.getByName("127.0.0.3"), InetAddress.getByName("127.0.0.1")
        };

        assertThat(fetcher(LIMITS, _ -> both).fetch(peer.url("/c.json")))
                .isInstanceOf(Outcome.Document.class);
    }

    @Test
    void aNameWithoutAddressIsUnreachable() {
        DocumentFetcher fetcher =
                fetcher(
                        LIMITS,
                        host -> {
                            throw new UnknownHostException(host);
                        });

        assertUnreachable(fetcher.fetch("https://gone.example.com/c.json"), "UnknownHostException");
    }

    // --- who answers

    @Test
    @DisplayName("AS-C-06: a certificate for another name is not accepted")
    void theCertificateIsForTheName() {
        HttpsPeer peer = peer(json("{}"));

        Outcome outcome = fetcher().fetch("https://other.example.com:" + peer.port() + "/c.json");

        assertUnreachable(outcome, "SSLHandshakeException");
        assertThat(peer.requests).isEmpty();
    }

    @Test
    void theCertificateIsTrusted() {
        HttpsPeer peer = peer(json("{}"));
        DocumentFetcher fetcher =
                open(
                        new HttpDocumentFetcher(
                                LIMITS,
                                new AddressPolicy(true),
                                new Internet(this::loopback, SSLContexts::createDefault),
                                clock));

        assertUnreachable(fetcher.fetch(peer.url("/c.json")), "SSLHandshakeException");
        assertThat(peer.requests).isEmpty();
    }

    // --- the answer

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void aDocumentThatIsNotThereIsGone(int status) {
        HttpsPeer peer = peer(answer(status + " X", new byte[0]));

        assertThat(fetcher().fetch(peer.url("/c.json"))).isEqualTo(new Outcome.Gone());
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 204, 206, 304, 400, 403, 406, 429, 500, 502, 503})
    @DisplayName("AS-C-03: only 200 is success")
    void onlyOneStatusIsSuccess(int status) {
        HttpsPeer peer = peer(answer(status + " X", new byte[0], "Content-Type: application/json"));

        assertUnreachable(fetcher().fetch(peer.url("/c.json")), "status " + status);
        assertThat(peer.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    @DisplayName("AS-C-03, W-22: no redirect is followed")
    void redirectsAreNotFollowed(int status) {
        HttpsPeer target = peer(json("{}"));
        HttpsPeer peer = peer(answer(status + " X", new byte[0], "Location: " + target.url("/")));

        assertUnreachable(fetcher().fetch(peer.url("/c.json")), "status " + status);
        assertThat(target.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json; charset=utf-8",
                "application/json;charset=utf-8",
                "application/oauth-client+json",
                "application/vnd.x.y-z+json ; v=1"
            })
    @DisplayName("AS-C-03: JSON by its declared type")
    void jsonIsRead(String type) {
        HttpsPeer peer = peer(answer("200 OK", "{}".getBytes(), "Content-Type: " + type));

        assertThat(fetcher().fetch(peer.url("/c.json"))).isInstanceOf(Outcome.Document.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/html",
                "Content-Type: text/json",
                "Content-Type: application/jsonx",
                "Content-Type: application/+json",
                "Content-Type: text/x+json",
                "Content-Type: application/x+json+xml",
                "Content-Type: text/html; a=application/json",
                "X-Content-Type: application/json",
                "Content-Type: application/json\r\nContent-Encoding: gzip"
            })
    @DisplayName("AS-C-03: a page is no document, whatever is in it")
    void otherTypesAreNot(String header) {
        HttpsPeer peer = peer(answer("200 OK", "{}".getBytes(), header));

        assertUnreachable(fetcher().fetch(peer.url("/c.json")), "the answer is not plain JSON");
    }

    @Test
    @DisplayName("AS-C-07: 16 KiB are read, and not a byte more")
    void largeDocumentsAreRefused() {
        byte[] most = "{}".concat(" ".repeat(16 * 1024 - 2)).getBytes();
        byte[] tooMany = "{}".concat(" ".repeat(16 * 1024 - 1)).getBytes();

        assertThat(fetched(answer("200 OK", most, "Content-Type: application/json")))
                .isInstanceOf(Outcome.Document.class);
        assertThat(fetched(answer("200 OK", tooMany, "Content-Type: application/json")))
                .isEqualTo(new Outcome.Unusable("larger than 16384 bytes"));
    }

    @Test
    @DisplayName("AS-C-07: a body without end is dropped at once")
    void endlessDocumentsAreDropped() {
        long began = System.nanoTime();

        Outcome outcome = fetched(HttpDocumentFetcherTest::endless);

        assertThat(outcome).isEqualTo(new Outcome.Unusable("larger than 16384 bytes"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    @DisplayName("AS-C-07: an answer that is not read leaves its place free")
    void unreadAnswersAreDropped() {
        DocumentFetcher fetcher = fetcher(HASTY, this::loopback);
        HttpsPeer endless = peer(HttpDocumentFetcherTest::endless);
        HttpsPeer page = peer(answer("200 OK", new byte[100_000], "Content-Type: text/html"));
        HttpsPeer failure = peer(answer("503 X", new byte[100_000]));

        fetcher.fetch(endless.url("/"));
        fetcher.fetch(page.url("/"));
        fetcher.fetch(failure.url("/"));

        assertThat(fetcher.fetch(peer(json("{}")).url("/"))).isInstanceOf(Outcome.Document.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "\"a\"",
                "null",
                "{",
                "{}}",
                "{} {}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":{\"b\":1,\"b\":2}}",
                "\uFEFF{}",
                "{'a':1}",
                "<!doctype html>"
            })
    @DisplayName("AS-C-04: what is not one plain JSON object is not read")
    void otherJsonIsRefused(String body) {
        assertUnusable(fetched(json(body)));
    }

    @Test
    @DisplayName("AS-C-04: 16 levels, and UTF-8 without flaw")
    void depthAndBytesAreBounded() {
        byte[] flawed = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '"', '}'};

        assertThat(fetched(json(nested(16)))).isInstanceOf(Outcome.Document.class);
        assertUnusable(fetched(json(nested(17))));
        assertThat(fetched(json("{\"a\":\"é😀\"}"))).isInstanceOf(Outcome.Document.class);
        assertUnusable(fetched(answer("200 OK", flawed, "Content-Type: application/json")));
    }

    @Test
    void aCutOffAnswerIsUnreachable() {
        HttpsPeer peer =
                peer(
                        raw(
                                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: 10\r\n\r\n{}"));

        assertThat(fetcher().fetch(peer.url("/c.json"))).isInstanceOf(Outcome.Unreachable.class);
    }

    @Test
    void aConnectionThatBreaksIsNotTriedAgain() {
        HttpsPeer peer = peer(_ -> {});

        assertThat(fetcher().fetch(peer.url("/c.json"))).isInstanceOf(Outcome.Unreachable.class);
        assertThat(peer.requests).hasSize(1);
    }

    @Test
    void headersWithoutEndAreDropped() {
        String line = "X-Filler: " + "a".repeat(100) + "\r\n";

        Outcome outcome = fetched(raw("HTTP/1.1 200 OK\r\n" + line.repeat(101) + "\r\n"));
        Outcome longLine =
                fetched(raw("HTTP/1.1 200 OK\r\nX-Filler: " + "a".repeat(9000) + "\r\n\r\n"));

        assertUnreachable(outcome, "MessageConstraintException");
        assertUnreachable(longLine, "MessageConstraintException");
    }

    // --- time

    @Test
    @DisplayName("AS-C-07: a body that trickles ends at the deadline, and its place is free again")
    void slowBodies() {
        assertEndsInTime(out -> {
            out.write(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
                            .getBytes());
            trickle(out);
        });
    }

    @Test
    @DisplayName("AS-C-07: so do headers that trickle")
    void slowHeaders() {
        assertEndsInTime(out -> {
            out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes());
            trickle(out);
        });
    }

    @Test
    @DisplayName("AS-C-07: and a server that never shakes hands")
    void slowHandshakes() throws IOException {
        ServerSocket silent = open(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
        DocumentFetcher fetcher = fetcher(HASTY, this::loopback);

        assertInTime(fetcher, "https://" + HttpsPeer.HOST + ":" + silent.getLocalPort() + "/");
        assertThat(fetcher.fetch(peer(json("{}")).url("/"))).isInstanceOf(Outcome.Document.class);
    }

    @Test
    @DisplayName("AS-C-07: and a name service that does not answer")
    void slowNames() {
        CountDownLatch never = new CountDownLatch(1);
        DocumentFetcher fetcher =
                fetcher(
                        HASTY,
                        host -> {
                            if (host.startsWith("slow")) {
                                await(never);
                            }
                            return loopback(host);
                        });

        assertInTime(fetcher, "https://slow.example.com/c.json");
        assertThat(fetcher.fetch(peer(json("{}")).url("/"))).isInstanceOf(Outcome.Document.class);
    }

    @Test
    @DisplayName("AS-C-07: calls of the name service that hang do not pile up")
    void hangingNamesDoNotPileUp() {
        CountDownLatch hanging = new CountDownLatch(1);
        DocumentFetcher fetcher =
                fetcher(
                        HASTY,
                        host -> {
                            InetAddress[] addresses = loopback(host);
                            if (host.startsWith("slow")) {
                                awaitWithoutInterruption(hanging);
                            }
                            return addresses;
                        });

        assertInTime(fetcher, "https://slow.example.com/c.json");
        assertInTime(fetcher, "https://slow2.example.com/c.json");
        assertThat(looked).containsExactly("slow.example.com");
        hanging.countDown();

        assertThat(fetcher.fetch(peer(json("{}")).url("/"))).isInstanceOf(Outcome.Document.class);
    }

    // --- how much

    @Test
    @DisplayName("AS-C-07: no more than so many at once")
    void fewAtOnce() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        HttpsPeer peer =
                peer(out -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.sleep(50);
                    now.decrementAndGet();
                    json("{}").write(out);
                });
        DocumentFetcher fetcher =
                fetcher(
                        new FetchLimits(
                                Duration.ofSeconds(2), Duration.ofSeconds(5), 1024, 3, 1000),
                        this::loopback);

        List<Outcome> outcomes = Race.of(12, number -> fetcher.fetch(peer.url("/" + number)));

        assertThat(outcomes).hasOnlyElementsOfType(Outcome.Document.class);
        assertThat(most).hasValue(3);
    }

    @Test
    @DisplayName("AS-C-07: a host is asked so many times in a minute, and then again later")
    void oneHostIsNotHammered() throws UnknownHostException {
        HttpsPeer peer = peer(json("{}"));
        InetAddress[] elsewhere = {InetAddress.getByName("127.0.0.3")};
        DocumentFetcher fetcher =
                fetcher(
                        limits(2),
                        host -> host.equals(HttpsPeer.HOST) ? loopback(host) : elsewhere);
        fetcher.fetch(peer.url("/1"));
        fetcher.fetch(peer.url("/2"));

        assertUnreachable(fetcher.fetch(peer.url("/3")), "the host was asked too often");
        assertUnreachable(
                fetcher.fetch("https://other.example.com:" + peer.port() + "/4"),
                "HttpHostConnectException");
        clock.forward(Duration.ofSeconds(30).minusMillis(1));
        assertUnreachable(fetcher.fetch(peer.url("/5")), "the host was asked too often");
        clock.forward(Duration.ofMillis(1));
        assertThat(fetcher.fetch(peer.url("/5"))).isInstanceOf(Outcome.Document.class);
        assertThat(peer.requests).hasSize(3);
    }

    @Test
    @DisplayName("AS-C-07: nor is one address by many names")
    void oneAddressIsNotHammered() {
        HttpsPeer peer = peer(json("{}"));
        DocumentFetcher fetcher = fetcher(limits(2), this::loopback);
        fetcher.fetch("https://a.example.com:" + peer.port() + "/");
        fetcher.fetch("https://b.example.com:" + peer.port() + "/");

        Outcome third = fetcher.fetch("https://c.example.com:" + peer.port() + "/");

        assertUnreachable(third, "an address of the host was asked too often");
        clock.forward(Duration.ofSeconds(30));
        assertThat(fetcher.fetch(peer.url("/"))).isInstanceOf(Outcome.Document.class);
    }

    @Test
    void aClosedOneAsksNobody() {
        HttpsPeer peer = peer(json("{}"));
        DocumentFetcher fetcher = fetcher();

        fetcher.close();

        assertUnreachable(fetcher.fetch(peer.url("/")), "this server is being closed");
        assertThat(peer.requests).isEmpty();
    }

    // --- what the tests are made of

    private <T extends AutoCloseable> T open(T one) {
        open.add(one);
        return one;
    }

    private HttpsPeer peer(HttpsPeer.Answer answer) {
        return open(new HttpsPeer(answer));
    }

    private DocumentFetcher fetcher() {
        return fetcher(LIMITS, this::loopback);
    }

    private DocumentFetcher fetcher(FetchLimits limits, NameLookup names) {
        return open(
                new HttpDocumentFetcher(
                        limits,
                        new AddressPolicy(true),
                        new Internet(names, HttpsPeer::trusting),
                        clock));
    }

    private static FetchLimits limits(int perMinute) {
        return new FetchLimits(
                Duration.ofSeconds(2), Duration.ofSeconds(5), 16 * 1024, 16, perMinute);
    }

    private InetAddress[] loopback(String host) throws UnknownHostException {
        looked.add(host);
        return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
    }

    private Outcome fetched(HttpsPeer.Answer answer) {
        return fetcher().fetch(peer(answer).url("/c.json"));
    }

    private void assertEndsInTime(HttpsPeer.Answer slow) {
        DocumentFetcher fetcher = fetcher(HASTY, this::loopback);

        assertInTime(fetcher, peer(slow).url("/c.json"));
        assertThat(fetcher.fetch(peer(json("{}")).url("/"))).isInstanceOf(Outcome.Document.class);
    }

    private static void assertInTime(DocumentFetcher fetcher, String url) {
        long began = System.nanoTime();

        assertThat(fetcher.fetch(url)).isInstanceOf(Outcome.Unreachable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(DEADLINE.minusMillis(50), DEADLINE.plusSeconds(1));
    }

    private static void assertUnreachable(Outcome outcome, String detail) {
        assertThat(outcome).isEqualTo(new Outcome.Unreachable(detail));
    }

    private static void assertUnusable(Outcome outcome) {
        assertThat(outcome)
                .isEqualTo(new Outcome.Unusable("not one JSON object without repeated members"));
    }

    private static String nested(int levels) {
        return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    }

    private static HttpsPeer.Answer raw(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void endless(OutputStream out) throws IOException {
        out.write(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        .getBytes());
        byte[] chunk = ("400\r\n" + " ".repeat(0x400) + "\r\n").getBytes();
        while (true) {
            out.write(chunk);
        }
    }

    private static void trickle(OutputStream out) throws IOException, InterruptedException {
        while (true) {
            Thread.sleep(50);
            out.write('a');
            out.flush();
        }
    }

    private static void awaitWithoutInterruption(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
            boolean _ = Thread.interrupted();
        }
    }

    private static void await(CountDownLatch latch) throws UnknownHostException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new UnknownHostException("interrupted");
        }
    }
}
