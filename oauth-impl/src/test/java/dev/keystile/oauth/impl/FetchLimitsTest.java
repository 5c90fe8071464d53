package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.HttpsPeer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.impl.DocumentFetcher.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a fetcher bounds: time, and how much it asks. */
class FetchLimitsTest extends DocumentFetcherFixture {
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
        assertFreeAgain(fetcher);
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
        assertFreeAgain(fetcher);
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
        assertUnreachable(
                fetcher.fetch("https://slow2.example.com/c.json"), "too many are being fetched");
        assertThat(looked).containsExactly("slow.example.com");
        hanging.countDown();

        assertFreeAgain(fetcher);
    }

    // --- how much

    @Test
    @DisplayName("AS-C-07: no more than so many at once, and no request waits for the end of one")
    void fewAtOnce() {
        CountDownLatch refused = new CountDownLatch(9);
        HttpsPeer peer =
                peer(out -> {
                    await(refused);
                    json("{}").write(out);
                });
        DocumentFetcher fetcher =
                fetcher(
                        new FetchLimits(
                                Duration.ofSeconds(2), Duration.ofSeconds(5), 1024, 3, 1000),
                        this::loopback);

        List<Outcome> outcomes =
                Race.of(
                        12,
                        number -> {
                            Outcome outcome = fetcher.fetch(peer.url("/" + number));
                            refused.countDown();
                            return outcome;
                        });

        assertThat(outcomes)
                .filteredOn(new Outcome.Unreachable("too many are being fetched")::equals)
                .hasSize(9);
        assertThat(outcomes).filteredOn(Outcome.Document.class::isInstance).hasSize(3);
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
    @DisplayName("AS-C-07: what was read before has a quota that no stranger can use up")
    void strangersDoNotUseUpWhatIsKnown() {
        HttpsPeer peer = peer(json("{}"));
        DocumentFetcher fetcher = fetcher(limits(2), this::loopback);
        fetcher.fetch(peer.url("/1"));
        fetcher.fetch(peer.url("/2"));
        assertUnreachable(fetcher.fetch(peer.url("/c")), "the host was asked too often");

        assertThat(fetcher.fetchAgain(peer.url("/c"))).isInstanceOf(Outcome.Document.class);
        assertThat(fetcher.fetchAgain(peer.url("/c"))).isInstanceOf(Outcome.Document.class);
        assertUnreachable(fetcher.fetchAgain(peer.url("/c")), "the URL was asked too often");
        assertThat(fetcher.fetchAgain(peer.url("/d"))).isInstanceOf(Outcome.Document.class);
        clock.forward(Duration.ofSeconds(30));
        assertThat(fetcher.fetchAgain(peer.url("/c"))).isInstanceOf(Outcome.Document.class);
    }

    @Test
    @DisplayName("AS-C-07: and a clock that is set back makes nobody wait longer")
    void quotasGoByTimeThatPassed() {
        HttpsPeer peer = peer(json("{}"));
        DocumentFetcher fetcher = fetcher(limits(1), this::loopback);
        fetcher.fetch(peer.url("/"));

        clock.set(MovedClock.START.minus(Duration.ofHours(1)));
        clock.forward(Duration.ofMinutes(1));

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
}
