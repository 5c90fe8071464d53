package dev.keystile.mcp.bridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.json.JsonObject;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Whatever the {@code Mcp-} fields and the message say: where they are said to agree, a server that
 * goes by the fields does what one does that goes by the message.
 */
class HeaderAgreementFuzzTest {
    /** On three lines: the method's field, the name's, and a message. */
    @FuzzTest
    void agree(byte[] input) {
        String[] lines = new String(input, ISO_8859_1).split("\n", 3);
        if (lines.length == 3
                && RpcBody.read(lines[2].getBytes(ISO_8859_1)) instanceof RpcBody.Messages said
                && said.messages().size() == 1) {
            check(lines[0], lines[1], said);
        }
    }

    private static void check(String method, String name, RpcBody.Messages said) {
        HeaderFields fields =
                line -> {
                    line.accept("Mcp-Method", method);
                    line.accept("Mcp-Name", name);
                };
        if (new HeaderAgreement(fields, said).holds()) {
            JsonObject message = said.messages().getFirst();
            assertThat(RpcBody.method(message)).isEqualTo(method);
            String member = HeaderAgreement.NAMED.get(method);
            if (member != null) {
                assertThat(HeaderAgreement.decoded(name))
                        .contains(RpcBody.params(message).getString(member));
            }
        }
    }

    /** What is encoded is what is read, and nothing is read that is not UTF-8. */
    @FuzzTest
    void decode(byte[] input) {
        var decoded =
                HeaderAgreement.decoded(
                        "=?base64?" + Base64.getEncoder().encodeToString(input) + "?=");
        boolean utf8 = Arrays.equals(new String(input, UTF_8).getBytes(UTF_8), input);
        assertThat(decoded)
                .isEqualTo(utf8 ? Optional.of(new String(input, UTF_8)) : Optional.empty());
    }

    /** What stands there in plain letters is the name. */
    @FuzzTest
    void decodePlain(byte[] input) {
        String plain = new String(input, ISO_8859_1);
        String decoded = HeaderAgreement.decoded(plain).orElse("");
        assertThat(decoded.equals(plain) || plain.startsWith("=?base64?")).isTrue();
    }
}
