package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers that two readers could take for different things (RFC 9112): whoever is lenient here can
 * be made to give one caller what was meant for another.
 */
@Timeout(60)
class UpstreamFramingTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String CHUNKED = OK + JSON + "Transfer-Encoding: chunked\r\n\r\n";

    static Stream<String> heads() {
        return Stream.of(
                "HTTP/1.1 200 OK\nContent-Length: 1\r\n\r\nx",
                OK + "Content-Length: 1\n\r\nx",
                OK + "Content-Length: 1\r\n\nx",
                OK + "A: b\rc\r\nContent-Length: 1\r\n\r\nx",
                OK + "Content-Length : 1\r\n\r\nx",
                OK + " Content-Length: 1\r\n\r\nx",
                OK + "A: b\r\n c\r\nContent-Length: 1\r\n\r\nx",
                OK + "no colon\r\nContent-Length: 1\r\n\r\nx",
                OK + ": no name\r\nContent-Length: 1\r\n\r\nx",
                OK + "A: \u0000\r\nContent-Length: 1\r\n\r\nx",
                OK + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx",
                OK + "Content-Length: 1, 1\r\n\r\nx",
                OK + "Content-Length: +1\r\n\r\nx",
                OK + "Content-Length: -1\r\n\r\nx",
                OK + "Content-Length: 0x1\r\n\r\nx",
                OK + "Content-Length:\r\n\r\nx",
                OK + "Content-Length: 99999999999999999999\r\n\r\nx",
                OK + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked, identity\r\n\r\n1\r\nx\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: identity\r\n\r\nx",
                OK + "Transfer-Encoding:\r\nContent-Length: 1\r\n\r\nx",
                OK
                        + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "1\r\nx\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
                "HTTP/2 200 OK\r\nContent-Length: 1\r\n\r\nx",
                "http/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
                "ICY 200 OK\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1  200 OK\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 20 OK\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 2000 OK\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 099 OK\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 600 OK\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(9) + OK + "Content-Length: 0\r\n\r\n",
                OK + "A: " + "b".repeat(70_000) + "\r\nContent-Length: 1\r\n\r\nx",
                OK + "A: b\r\n".repeat(257) + "Content-Length: 1\r\n\r\nx",
                OK + "Content-Len",
                "\r\n" + OK + "Content-Length: 1\r\n\r\nx");
    }

    @ParameterizedTest
    @MethodSource("heads")
    @DisplayName(
            "GW-14, GW-17: a head that leaves a doubt is no answer, and the connection is over")
    void doubtfulHeadIsABadGateway(String answer) throws Exception {
        try (RawUpstream upstream = RawUpstream.saying(answer);
                Fixture fixture = new Fixture(upstream.uri())) {
            for (int i = 1; i <= 2; i++) {
                assertThat(fixture.post("{\"id\":1,\"method\":\"x\"}").statusCode()).isEqualTo(502);
                assertThat(upstream.connections()).isEqualTo(i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nx\r\n0\r\n\r\n",
                "-1\r\nx\r\n0\r\n\r\n",
                "\r\nx\r\n0\r\n\r\n",
                "1\nx\r\n0\r\n\r\n",
                "1\r\nxy\r\n0\r\n\r\n",
                "1\r\nx\n0\r\n\r\n",
                "1\r\nx\r\n",
                "1\r\nx\r\n0\r\n",
                "1111111111111111\r\nx"
            })
    @DisplayName(
            "GW-17: chunks that leave a doubt end the answer, which does not pass for complete")
    void doubtfulChunksEndTheAnswer(String chunks) throws Exception {
        try (RawUpstream upstream = RawUpstream.saying(CHUNKED + "3\r\nabc\r\n" + chunks);
                Fixture fixture = new Fixture(upstream.uri())) {
            assertThatThrownBy(() -> requireWhole(fixture)).isInstanceOf(IOException.class);
        }
    }

    static Stream<String> wellFormed() {
        return Stream.of(
                "HTTP/1.1 200\r\n" + JSON + "Content-Length: 3\r\n\r\nabc",
                OK + "CONTENT-TYPE:application/json\r\ncontent-length:\t 3 \r\n\r\nabc",
                OK + JSON + "Transfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                CHUNKED + "1\r\na\r\n002;x=y\r\nbc\r\n0\r\nA: trailer\r\n\r\n",
                CHUNKED + "3 \r\nabc\r\n0;last\r\n\r\n",
                OK + JSON + "A: b\r\n".repeat(250) + "Content-Length: 3\r\n\r\nabc",
                "HTTP/1.1 100 Continue\r\n\r\n" + OK + JSON + "Content-Length: 3\r\n\r\nabc",
                "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(8)
                        + OK
                        + JSON
                        + "Content-Length: 3\r\n\r\nabc",
                "HTTP/1.0 200 OK\r\n" + JSON + "\r\nabc",
                OK + JSON + "\r\nabc");
    }

    @ParameterizedTest
    @MethodSource("wellFormed")
    void everyOtherFormIsRead(String answer) throws Exception {
        try (RawUpstream upstream = RawUpstream.saying(answer);
                Fixture fixture = new Fixture(upstream.uri())) {
            assertThat(fixture.post("{}").body()).isEqualTo("abc");
        }
    }

    private static void requireWhole(Fixture fixture) throws Exception {
        int status = fixture.post("{\"id\":1,\"method\":\"x\"}").statusCode();
        if (status == 502) {
            // Nothing had been passed on yet.
            throw new IOException("502");
        }
    }
}
