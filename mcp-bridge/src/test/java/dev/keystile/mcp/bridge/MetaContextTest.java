package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written into a message about its place in a trace, and what is not. */
class MetaContextTest {
    private static final String VERSION =
            "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"";
    private static final TraceContext OURS = new TraceContext("00-ours-01", "v=1", "k=\"b\\\"");

    private static String written(String message) {
        return written(OURS, message);
    }

    private static String written(TraceContext context, String message) {
        return new String(
                MetaContext.written(context, message.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);
    }

    @Test
    void isPutInFrontOfWhatTheMetaHolds() {
        assertThat(written("{\"params\":{\"_meta\":{" + VERSION + "}}}"))
                .isEqualTo(
                        "{\"params\":{\"_meta\":{\"traceparent\":\"00-ours-01\",\"tracestate\":\"v=1\","
                                + "\"baggage\":\"k=\\\"b\\\\\\\"\","
                                + VERSION
                                + "}}}");
    }

    @Test
    void takesThePlaceOfWhatTheClientSaidAndOfNothingElse() {
        String before =
                " {\"n\" : -0, \"x\":1E400, \"s\":\"\\ud800 \\u00e9 é😀\",\n\"arguments\":{\"traceparent\":\"a\"},"
                        + "\"params\":{\"_meta\" : { \"traceparent\" :\t\"00-the\\\"irs\", "
                        + VERSION
                        + ",\"tracestate\":\"t=1\",\"baggage\":\"b=1\",\"inner\":{\"traceparent\":\"a\"}},"
                        + "\"traceparent\":\"a\"}, \"z\":[{\"_meta\":{\"traceparent\":\"a\"}}]} ";

        assertThat(written(before))
                .isEqualTo(
                        before.replace("\"00-the\\\"irs\"", "\"00-ours-01\"")
                                .replace("\"t=1\"", "\"v=1\""));
    }

    @Test
    void whatTheClientSaidOfAnotherPlaceIsEmptied() {
        TraceContext begun = new TraceContext("00-ours-01", "", "");

        assertThat(
                        written(
                                begun,
                                "{\"params\":{\"_meta\":{\"tracestate\":\"t=1\","
                                        + VERSION
                                        + "}}}"))
                .isEqualTo(
                        "{\"params\":{\"_meta\":{\"traceparent\":\"00-ours-01\",\"tracestate\":\"\","
                                + VERSION
                                + "}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not JSON",
                "{\"params\":{\"_meta\":{\"traceparent\":\"a\"}}}",
                "{\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2025-11-25\"}}}",
                "[{\"params\":{\"_meta\":{" + VERSION + "}}}]",
                "{\"params\":{\"_meta\":{" + VERSION + "}}",
                "{\"params\":{\"_meta\":{" + VERSION + "},\"_meta\":{" + VERSION + "}}}"
            })
    void aMessageThatKnowsNothingOfItOrIsNoneStaysAsItIs(String message) {
        assertThat(written(message)).isEqualTo(message);
    }

    @Test
    void bytesThatAreNoTextStayAsTheyAre() {
        byte[] message =
                ("{\"params\":{\"_meta\":{" + VERSION + "}},\"x\":\"\u00e9\"}")
                        .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(MetaContext.written(OURS, message)).isSameAs(message);
    }

    @Test
    void whatAMessageSaysIsReadWhereThatCanBeSentOn() {
        assertThat(
                        TraceContext.in(
                                "{\"params\":{\"_meta\":{\"traceparent\":\"p\",\"tracestate\":\"s\\r\\nx: y\",\"baggage\":7}}}"
                                        .getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new TraceContext("p", "", ""));
        assertThat(TraceContext.in("{\"traceparent\":\"p\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(TraceContext.NONE);
        assertThat(TraceContext.in("\"traceparent\"".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(TraceContext.NONE);
    }
}
