package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many calls wait for their clients, and which do not. */
@Timeout(60)
class HeldCallsTest extends TranslationCase {
    private static final String NAMED = "\"name\":\"ask\"";

    private final LegacyServer server = new LegacyServer();

    @BeforeEach
    void start() throws Exception {
        start(server);
    }

    private String resultType() throws Exception {
        var answer = fixture.send(modern("tools/call", "ask", NAMED));
        return messages(answer).getLast().getJsonObject("result").getString("resultType");
    }

    @Test
    @DisplayName("One grant has a few calls that wait, and leaves room for the others")
    void waitingCallsAreFew() throws Exception {
        for (int i = 0; i < HeldCalls.MOST_OF_A_GRANT; i++) {
            assertThat(resultType()).isEqualTo("input_required");
        }

        assertThat(resultType()).isEqualTo("complete");
        assertThat(server.answered.join()).containsKey("error");
    }

    @Test
    @DisplayName("A call whose client did not hear the question does not wait for it")
    void unheardQuestionIsNotHeld() throws Exception {
        for (int i = 0; i < HeldCalls.MOST_OF_A_GRANT; i++) {
            HttpRequest sent = modern("tools/call", "ask", NAMED).build();
            assertThatThrownBy(() -> fixture.bridge.forward(received(sent), new Gone()))
                    .hasMessage("gone");
        }

        assertThat(resultType()).isEqualTo("input_required");
    }

    private McpRequest received(HttpRequest sent) {
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"ask\","
                        + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{}}}}}";
        return new McpRequest(
                "POST",
                fixture.shared,
                line ->
                        sent.headers()
                                .map()
                                .forEach((name, values) ->
                                        values.forEach(value -> line.accept(name, value))),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** A client that takes no answer. */
    private record Gone() implements McpResponse {
        @Override
        public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
            throw new IOException("gone");
        }

        @Override
        public OutputStream stream(int status, Map<String, String> headers, long length)
                throws IOException {
            throw new IOException("gone");
        }
    }
}
