package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.spi.Event.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerGlanceTest {
    private static Outcome of(boolean stream, String... pieces) {
        var glance = new AnswerGlance(stream);
        for (String piece : pieces) {
            byte[] bytes = ("??" + piece + "?").getBytes(StandardCharsets.UTF_8);
            glance.see(bytes, 2, bytes.length - 3);
        }
        return glance.outcome();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":1,\"result\":{\"isError\":true}} | TOOL_ERROR",
                "{\"id\":1,\"result\":{\"content\":[{\"text\":\"{}\"}],\"isError\":true}} | TOOL_ERROR",
                "{\"id\":1,\"result\":{\"isError\":false}} | OK",
                "{\"id\":1,\"result\":{\"content\":[{\"isError\":true}]}} | OK",
                "{\"id\":1,\"result\":{\"structuredContent\":{\"isError\":true}}} | OK",
                "{\"id\":1,\"params\":{\"isError\":true}} | OK",
                "{\"id\":1,\"isError\":true} | OK",
                "{\"id\":1,\"error\":{\"code\":-32601}} | RPC_ERROR",
                "{\"id\":1,\"result\":{\"error\":{\"code\":-32601}}} | OK",
                "{\"id\":1,\"result\":{\"text\":\"\\\"error\\\"\"}} | OK",
                "{\"id\":1,\"error\":null} | OK",
                "{\"id\":1,\"err | OK",
                "\"error\" | OK",
            })
    void onlyAnErrorInItsPlaceIsOne(String answer, Outcome expected) {
        assertThat(of(false, answer)).isEqualTo(expected);
        assertThat(of(true, "data: " + answer + "\n\n")).isEqualTo(expected);
    }

    @Test
    void anAnswerInPiecesIsOneAnswer() {
        assertThat(of(false, "{\"result\":{\"is", "Error\":tr", "ue}}"))
                .isEqualTo(Outcome.TOOL_ERROR);
        assertThat(of(true, "data: {\"id\":1}\n\ndata: {\"err", "or\":{\"code\":1}}\n\n"))
                .isEqualTo(Outcome.RPC_ERROR);
    }

    @Test
    void whatIsBeyondTheBeginningOfATextIsNotSeen() {
        String text = " ".repeat(AnswerGlance.LOOKED_AT - 30);

        assertThat(of(false, text, "{\"result\":{\"isError\":true}}"))
                .isEqualTo(Outcome.TOOL_ERROR);
        assertThat(of(false, text + " ".repeat(30), "{\"result\":{\"isError\":true}}"))
                .isEqualTo(Outcome.OK);
    }

    @Test
    void ofAStreamTheEndIsSeen() {
        String event = "data: {\"text\":\"" + "x".repeat(1000) + "\"}\n\n";

        assertThat(of(true, event.repeat(100), "data: {\"error\":{\"code\":1}}\n\n"))
                .isEqualTo(Outcome.RPC_ERROR);
        String events = event.repeat(15);
        assertThat(of(true, "data: {\"error\":{\"code\":1}}\n\n", events, events, events))
                .isEqualTo(Outcome.OK);
    }
}
