package dev.keystile.mcp.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keystile.oauth.api.Tool;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whatever message or answer comes: what is read of it in passing is what stands there, and what is
 * written into it changes nothing else.
 */
class GlancesFuzzTest {
    private static final TraceContext TRACE =
            new TraceContext(
                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=b", "c=d");

    /** In any pieces the same. */
    @FuzzTest
    void seeAnswer(byte[] input) {
        for (boolean stream : new boolean[] {false, true}) {
            var whole = new AnswerGlance(stream);
            whole.see(input, 0, input.length);
            var pieces = new AnswerGlance(stream);
            for (int at = 0; at < input.length; at++) {
                pieces.see(input, at, 1);
            }
            assertThat(pieces.outcome()).isEqualTo(whole.outcome());
        }
        StrictJson.read(input).ifPresent(json -> assertSeen(json, input));
    }

    private static void assertSeen(JsonValue json, byte[] input) {
        var glance = new AnswerGlance(false);
        glance.see(input, 0, input.length);
        boolean error =
                json instanceof JsonObject object && object.get("error") instanceof JsonObject;
        boolean toolError =
                json instanceof JsonObject object
                        && Json.member(object, "result").get("isError") == JsonValue.TRUE;
        boolean plain =
                input.length <= AnswerGlance.LOOKED_AT && !new String(input, UTF_8).contains("\\");
        if (plain) {
            assertThat(glance.outcome().failed()).isEqualTo(error || toolError);
        }
    }

    @FuzzTest
    void writeTrace(byte[] input) {
        byte[] written = MetaContext.written(TRACE, input);
        StrictJson.read(input)
                .ifPresentOrElse(
                        before -> {
                            JsonValue after = StrictJson.read(written).orElseThrow();
                            assertThat(withoutTrace(after)).isEqualTo(withoutTrace(before));
                            if (SessionMessage.isModern(MessageGlance.at(input).version())
                                    && !isNoText(meta(before).get("traceparent"))) {
                                assertThat(TraceContext.in(written).parent())
                                        .isEqualTo(TRACE.parent());
                            }
                        },
                        () -> assertThat(StrictJson.read(written)).isEmpty());
    }

    private static JsonObject meta(JsonValue message) {
        JsonObject object =
                message instanceof JsonObject fields ? fields : JsonValue.EMPTY_JSON_OBJECT;
        return Json.member(Json.member(object, "params"), "_meta");
    }

    private static boolean isNoText(@Nullable JsonValue value) {
        return value != null && value.getValueType() != JsonValue.ValueType.STRING;
    }

    private static JsonValue withoutTrace(JsonValue message) {
        if (!(message instanceof JsonObject object)) {
            return message;
        }
        JsonObject params = Json.member(object, "params");
        JsonObject meta = Json.member(params, "_meta");
        var left = Json.BUILD.createObjectBuilder(meta);
        List.of("traceparent", "tracestate", "baggage").forEach(left::remove);
        return Json.BUILD
                .createObjectBuilder(object)
                .add("params", Json.BUILD.createObjectBuilder(params).add("_meta", left))
                .build();
    }

    @FuzzTest
    void readMessage(byte[] input) {
        JsonValue id = RpcMessage.requestId(input);
        assertThat(id.getValueType())
                .isIn(
                        JsonValue.ValueType.NULL,
                        JsonValue.ValueType.NUMBER,
                        JsonValue.ValueType.STRING);
        TraceContext trace = TraceContext.in(input);
        assertThat(trace.parent() + trace.state() + trace.baggage()).matches("[ -~]*");
        Json.object(input).ifPresent(page -> assertListed(ToolList.append(List.of(), page)));
    }

    private static void assertListed(List<Tool> tools) {
        assertThat(tools).hasSizeLessThanOrEqualTo(ToolList.MAX_TOOLS);
        assertThat(tools)
                .allSatisfy(tool ->
                        assertThat(tool.name())
                                .isNotBlank()
                                .doesNotMatch("(?s).*[\\p{Cc}\\p{Cs}].*"));
    }
}
