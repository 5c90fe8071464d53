package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.HttpsPeer.answer;
import static dev.keystile.oauth.impl.HttpsPeer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.impl.DocumentFetcher.Outcome;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import org.apache.hc.core5.ssl.SSLContexts;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a fetcher asks, and how. */
class HttpDocumentFetcherTest extends DocumentFetcherFixture {
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
}
