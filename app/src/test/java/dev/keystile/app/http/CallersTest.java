package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.impl.AddressRanges;
import dev.keystile.oauth.impl.Networks;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the gateway believes requests to come from. */
class CallersTest {
    private static final String OWN = "127.0.0.0/24";

    private static String networkSeen(
            Function<Listener, PublicSocket> kind, String before, String headers) {
        try (Site site = Site.of(kind)) {
            site.mcp =
                    (request, response) ->
                            response.send(
                                    200,
                                    Map.of(),
                                    request.network()
                                            .get()
                                            .text()
                                            .getBytes(StandardCharsets.UTF_8));
            return site.raw(
                            before
                                    + Raw.request(
                                            "GET /mcp",
                                            site.issuer().authority(),
                                            "",
                                            headers.replace("; ;", "\n")))
                    .body();
        }
    }

    /** One that answers where a call comes from. */
    private static Site site(Function<Listener, PublicSocket> kind) {
        Site site = Site.of(kind);
        site.mcp =
                (request, response) ->
                        response.send(
                                200,
                                Map.of(),
                                request.network().get().text().getBytes(StandardCharsets.UTF_8));
        return site;
    }

    private static PublicSocket behind(
            Listener listener, ForwardingField field, String... proxies) {
        var callers =
                new Callers(
                        new Networks(new AddressRanges(Networks.DEFAULT_SHARED)),
                        new AddressRanges(List.of(proxies)),
                        field);
        return new PublicSocket(listener, callers, false, false, ConnectionLimits.DEFAULTS);
    }

    @ParameterizedTest
    @DisplayName("Without a trusted proxy nothing that a request says of its origin is believed")
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For: 203.0.113.9",
                "Forwarded: for=203.0.113.9",
                "X-Real-IP: 203.0.113.9"
            })
    void strangersAreNotBelieved(String header) {
        assertThat(networkSeen(PublicSocket::new, "", header)).isEqualTo(OWN);
        assertThat(
                        networkSeen(
                                listener ->
                                        behind(
                                                listener,
                                                ForwardingField.X_FORWARDED_FOR,
                                                "10.0.0.0/8"),
                                "",
                                header))
                .isEqualTo(OWN);
    }

    @ParameterizedTest
    @DisplayName("Of what a trusted proxy passes on counts what such proxies have added")
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For: 203.0.113.9 | 203.0.113.0/24",
                "X-Forwarded-For: 203.0.113.9:4711 | 203.0.113.0/24",
                "X-Forwarded-For: 2001:db8:1:2:3::4 | 2001:db8:1:2::/64",
                "X-Forwarded-For: [2001:db8:1:2:3::4]:443 | 2001:db8:1:2::/64",
                "X-Forwarded-For: ::ffff:203.0.113.9 | 203.0.113.0/24",
                "X-Forwarded-For: 160.79.105.1 | 160.79.104.0/21",
                "X-Forwarded-For: 198.51.100.1, 203.0.113.9 | 203.0.113.0/24",
                "X-Forwarded-For: \", 203.0.113.9 | 203.0.113.0/24",
                "X-Forwarded-For: 198.51.100.1, 203.0.113.9, 10.0.0.7 | 203.0.113.0/24",
                "X-Forwarded-For: 198.51.100.1; ;X-Forwarded-For: 203.0.113.9 | 203.0.113.0/24",
                "X-Forwarded-For: 10.0.0.7 | 10.0.0.0/24",
                "X-Forwarded-For: 203.0.113.9, unknown | 127.0.0.0/24",
                "X-Forwarded-For: 203.0.113.9, 10.0.0.7, | 127.0.0.0/24",
                "X-Forwarded-For: fe80::1%eth0 | 127.0.0.0/24",
                "X-Forwarded-For: | 127.0.0.0/24",
                "Forwarded: for=203.0.113.9 | 127.0.0.0/24"
            })
    void proxiesAreBelieved(String headers, String network) {
        assertThat(
                        networkSeen(
                                listener ->
                                        behind(
                                                listener,
                                                ForwardingField.X_FORWARDED_FOR,
                                                "127.0.0.1",
                                                "10.0.0.0/8"),
                                "",
                                headers))
                .isEqualTo(network);
    }

    @ParameterizedTest
    @DisplayName("The same of Forwarded (RFC 7239)")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "Forwarded: for=203.0.113.9;proto=https;by=10.0.0.7 | 203.0.113.0/24",
                "Forwarded: proto=https; For=\"203.0.113.9:4711\" | 203.0.113.0/24",
                "Forwarded: for=\"[2001:db8:1:2:3::4]:443\" | 2001:db8:1:2::/64",
                "Forwarded: for=198.51.100.1, for=203.0.113.9 | 203.0.113.0/24",
                "Forwarded: for=198.51.100.1;host=\"a,for=198.51.100.2\", for=203.0.113.9 | 203.0.113.0/24",
                "Forwarded: for=203.0.113.9;ext=\"a\\\",b\" | 203.0.113.0/24",
                "Forwarded: for=\"x, for=203.0.113.9 | 203.0.113.0/24",
                "Forwarded: for=\"x\\, for=\"[2001:db8:1:2:3::4]\" | 2001:db8:1:2::/64",
                "Forwarded: for=203.0.113.9, for=_hidden | 127.0.0.0/24",
                "Forwarded: for=203.0.113.9, by=10.0.0.7 | 127.0.0.0/24",
                "X-Forwarded-For: 203.0.113.9 | 127.0.0.0/24"
            })
    void forwardedIsRead(String headers, String network) {
        assertThat(
                        networkSeen(
                                listener ->
                                        behind(listener, ForwardingField.FORWARDED, "127.0.0.1"),
                                "",
                                headers))
                .isEqualTo(network);
    }

    @Test
    @DisplayName("A balancer that speaks the PROXY protocol says whose a connection is")
    void proxyProtocolIsRead() {
        assertThat(
                        networkSeen(
                                CallersTest::balanced,
                                "PROXY TCP4 203.0.113.9 127.0.0.1 4711 80\n",
                                ""))
                .isEqualTo("203.0.113.0/24");
        assertThat(
                        networkSeen(
                                CallersTest::balanced,
                                "PROXY TCP6 2001:db8:1:2:3::4 ::1 4711 80\n",
                                ""))
                .isEqualTo("2001:db8:1:2::/64");
    }

    @Test
    @DisplayName("So does one that speaks its second version")
    void binaryProxyProtocolIsRead() throws Exception {
        byte[] head = {
            13,
            10,
            13,
            10,
            0,
            13,
            10,
            'Q',
            'U',
            'I',
            'T',
            10,
            0x21,
            0x11,
            0,
            12,
            (byte) 203,
            0,
            113,
            9,
            127,
            0,
            0,
            1,
            0x12,
            0x67,
            0,
            80
        };
        try (Site site = site(CallersTest::balanced);
                Socket client = new Socket("127.0.0.1", site.port())) {
            client.setSoTimeout(20_000);
            client.getOutputStream().write(head);
            client.getOutputStream()
                    .write(
                            ("GET /mcp HTTP/1.1\r\nHost: " + site.issuer().authority() + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(BridgedSite.read(client, "203.0.113.0/24")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    @DisplayName("Where a balancer has to say it, nobody else gets in")
    void missingProxyProtocolIsRefused() throws Exception {
        try (Site site = site(CallersTest::balanced);
                Socket client = new Socket("127.0.0.1", site.port())) {
            client.setSoTimeout(20_000);
            client.getOutputStream()
                    .write(
                            ("GET /mcp HTTP/1.1\r\nHost: " + site.issuer().authority() + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(isCut(client)).isTrue();
        }
    }

    private static boolean isCut(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static PublicSocket balanced(Listener listener) {
        return new PublicSocket(listener, Callers.DIRECT, true, false, ConnectionLimits.DEFAULTS);
    }
}
