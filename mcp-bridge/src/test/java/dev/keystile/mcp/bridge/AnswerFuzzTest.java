package dev.keystile.mcp.bridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Whatever an upstream answers: it is read alike in one piece and byte by byte, to an end that one
 * field alone tells, or refused.
 */
class AnswerFuzzTest {
    private static final int MOST = 1 << 20;

    /** What was read: a status, fields and a body, or why not. */
    private record Seen(int status, List<String> fields, String body, String refusal) {}

    @FuzzTest
    void read(byte[] input) {
        Seen whole = seen(new ByteArrayInputStream(input));
        assertThat(seen(new OneByOne(input))).isEqualTo(whole);
    }

    private static Seen seen(InputStream from) {
        var in = new WireReader(from);
        AnswerHead head;
        AnswerFraming framing;
        try {
            head = AnswerHead.read(in);
            framing = AnswerFraming.of(Method.POST, head);
        } catch (IOException refused) {
            return new Seen(0, List.of(), "", kind(refused));
        }
        assertThat(head.status()).isBetween(200, 599);
        assertUnambiguous(head, framing);
        List<String> fields =
                head.headers().stream().map(field -> field.name() + field.allValues()).toList();
        var body = new ByteArrayOutputStream();
        String refusal = "";
        try {
            body.writeBytes(body(framing, in).readNBytes(MOST));
        } catch (IOException cut) {
            refusal = kind(cut);
        }
        return new Seen(head.status(), fields, body.toString(ISO_8859_1), refusal);
    }

    private static String kind(IOException why) {
        return why.getClass().getSimpleName() + why.getMessage();
    }

    private static void assertUnambiguous(AnswerHead head, AnswerFraming framing) {
        List<String> lengths = head.headers().all(HeaderNames.CONTENT_LENGTH, List::of);
        List<String> codings = head.headers().all(HeaderNames.TRANSFER_ENCODING, List::of);
        assertThat(lengths.size() + codings.size()).isLessThan(2);
        switch (framing) {
            case AnswerFraming.Chunked() ->
                    assertThat(codings).singleElement().asString().isEqualToIgnoringCase("chunked");
            case AnswerFraming.Sized(long bytes) ->
                    assertThat(Long.parseLong(lengths.getFirst())).isEqualTo(bytes).isPositive();
            case AnswerFraming.ToTheEnd() -> assertThat(lengths).isEmpty();
            case AnswerFraming.Nothing() -> {}
        }
    }

    private static InputStream body(AnswerFraming framing, WireReader in) {
        return switch (framing) {
            case AnswerFraming.Nothing() -> InputStream.nullInputStream();
            case AnswerFraming.Sized(long bytes) -> new SizedBody(in, bytes, () -> {});
            case AnswerFraming.Chunked() -> new ChunkedBody(in, () -> {});
            case AnswerFraming.ToTheEnd() -> in;
        };
    }

    /** The first byte says how long the chunks are that the rest is sent in. */
    @FuzzTest
    void readChunks(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        int size = (input[0] & 0xff) + 1;
        var sent = new ByteArrayOutputStream();
        for (int at = 1; at < input.length; at += size) {
            int length = Math.min(size, input.length - at);
            sent.writeBytes((HexFormat.of().toHexDigits(length) + ";x=y\r\n").getBytes(ISO_8859_1));
            sent.write(input, at, length);
            sent.writeBytes("\r\n".getBytes(ISO_8859_1));
        }
        sent.writeBytes("0\r\nA: b\r\n\r\nmore".getBytes(ISO_8859_1));

        var in = new WireReader(new OneByOne(sent.toByteArray()));
        byte[] read = new ChunkedBody(in, () -> {}).readAllBytes();
        assertThat(read).isEqualTo(Arrays.copyOfRange(input, 1, input.length));
        assertThat(in.readAllBytes()).isEqualTo("more".getBytes(ISO_8859_1));
    }

    /** Gives a byte at a time, as a slow network does. */
    static final class OneByOne extends InputStream {
        private final InputStream all;

        OneByOne(byte[] all) {
            this.all = new ByteArrayInputStream(all);
        }

        @Override
        public int read() throws IOException {
            return all.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return all.read(into, offset, Math.min(1, length));
        }
    }
}
