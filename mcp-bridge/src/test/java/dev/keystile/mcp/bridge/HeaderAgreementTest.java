package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The Mcp- fields and the message")
class HeaderAgreementTest {
    private static final String CALL =
            "{\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"l\u00f6ok\"}}";
    private static final String PLAIN =
            "{\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"look\"}}";
    private static final String MODERN =
            "{\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"look\",\"_meta\":"
                    + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}";

    @ParameterizedTest
    @DisplayName("GW-M-02: agree or not, to the letter")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, true",
                "tools/call, look, true",
                "tools/call, -, true",
                "-, look, true",
                "tools/list, look, false",
                "Tools/call, look, false",
                "tools/call, Look, false",
                "tools/call, other, false",
                "tools/call, =?base64?bG9vaw==?=, true",
                "tools/call, =?base64?bG9vaw?=, true",
                "tools/call, =?base64?b3RoZXI=?=, false",
                "tools/call, =?base64?%%%?=, false",
                "tools/call, =?base64??=, false",
                "tools/call, =?base64?=, false",
                "tools/call, =?BASE64?bG9vaw==?=, false",
                "tools/call, =?base64?/w==?=, false"
            })
    void agreeOrNot(String method, String name, boolean agree) {
        assertThat(agree(PLAIN, fields(method, name))).isEqualTo(agree);
    }

    @Test
    void nameThatIsNotAsciiIsEncoded() {
        String encoded =
                Base64.getEncoder().encodeToString("l\u00f6ok".getBytes(StandardCharsets.UTF_8));

        assertThat(agree(CALL, fields("tools/call", "=?base64?" + encoded + "?="))).isTrue();
        assertThat(agree(CALL, fields("tools/call", "l\u00c3\u00b6ok"))).isFalse();
    }

    @ParameterizedTest
    @DisplayName(
            "GW-M-02, GW-M-03: since 2026-07-28 a field may not be missing, whoever names the revision")
    @ValueSource(strings = {"tools/call, -", "-, look", "-, -"})
    void fieldsThatAreMissing(String given) {
        String method = given.startsWith("-") ? null : "tools/call";
        String name = given.endsWith("-") ? null : "look";

        assertThat(agree(MODERN, fields(method, name))).isFalse();
        assertThat(agree(PLAIN, version("2026-07-28", fields(method, name)))).isFalse();
        assertThat(agree(PLAIN, version("2027-01-01", fields(method, name)))).isFalse();
        assertThat(agree(PLAIN, version("2025-11-25", fields(method, name)))).isTrue();
    }

    @Test
    void whatHasNoNameNeedsNone() {
        String list = "{\"id\":7,\"method\":\"tools/list\"}";

        assertThat(agree(list, version("2026-07-28", fields("tools/list", null)))).isTrue();
        assertThat(agree(list, version("2026-07-28", fields(null, null)))).isFalse();
    }

    @Test
    void notificationsAndResponsesNeedNoField() {
        HeaderFields modern = version("2026-07-28", fields(null, null));

        assertThat(agree("{\"method\":\"notifications/cancelled\"}", modern)).isTrue();
        assertThat(agree("{\"id\":1,\"result\":{}}", modern)).isTrue();
        assertThat(agree("{\"id\":1,\"result\":{}}", fields("tools/list", null))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "prompts/get, name, x, true",
        "prompts/get, name, y, false",
        "prompts/get, uri, x, false",
        "resources/read, uri, x, true",
        "resources/read, name, x, false",
        "resources/read, uri, y, false",
        "tasks/get, name, y, true"
    })
    void nameIsThatOfTheMethod(String method, String member, String said, boolean agree) {
        String message =
                "{\"id\":7,\"method\":\"%s\",\"params\":{\"%s\":\"x\"}}".formatted(method, member);

        assertThat(agree(message, fields(method, said))).isEqualTo(agree);
    }

    @Test
    void repeatedFieldsAreThoseOfABatchInOrder() {
        String list = "{\"id\":8,\"method\":\"tools/list\"}";
        HeaderFields both =
                line -> {
                    line.accept("Mcp-Method", "tools/call");
                    line.accept("mcp-method", "tools/list");
                };

        assertThat(agree("[" + PLAIN + "," + list + "]", both)).isTrue();
        assertThat(agree("[" + list + "," + PLAIN + "]", both)).isFalse();
        assertThat(agree(PLAIN, both)).isFalse();
        HeaderFields twice =
                line -> List.of("look", "look").forEach(name -> line.accept("Mcp-Name", name));
        assertThat(agree(PLAIN, twice)).isFalse();
    }

    private static boolean agree(String message, HeaderFields headers) {
        RpcBody body = RpcBody.read(message.getBytes(StandardCharsets.UTF_8));
        return new HeaderAgreement(headers, (RpcBody.Messages) body).holds();
    }

    private static HeaderFields fields(String method, String name) {
        return line -> {
            if (method != null) {
                line.accept("Mcp-Method", method);
            }
            if (name != null) {
                line.accept("Mcp-Name", name);
            }
        };
    }

    private static HeaderFields version(String version, HeaderFields others) {
        return line -> {
            line.accept("MCP-Protocol-Version", version);
            others.forEach(line);
        };
    }
}
