package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Whatever an upstream answers: what is taken for the answer to a request names that request, or is
 * an error that names none, and it is the same in one piece and byte by byte.
 */
class RpcReaderFuzzTest {
    private static final int ID = 7;
    private static final int LONGEST = 256;

    @FuzzTest
    void readJson(byte[] input) {
        check("application/json", input);
    }

    @FuzzTest
    void readEvents(byte[] input) {
        check(EventStream.TYPE, input);
    }

    private static void check(String type, byte[] input) {
        Object whole = read(type, new ByteArrayInputStream(input));
        assertThat(read(type, new AnswerFuzzTest.OneByOne(input))).isEqualTo(whole);
        if (whole instanceof JsonObject message) {
            assertAnswers(message);
        }
    }

    /** The message, or why there is none. */
    private static Object read(String type, InputStream body) {
        try {
            return RpcReader.message(type, body, ID, LONGEST)
                    .map(Object.class::cast)
                    .orElse("no answer");
        } catch (IOException tooLong) {
            return String.valueOf(tooLong.getMessage());
        }
    }

    private static void assertAnswers(JsonObject message) {
        boolean ours = message.get("id") instanceof JsonNumber number && number.intValue() == ID;
        boolean nobodys = !message.containsKey("id") || message.isNull("id");
        boolean error = message.containsKey("error");
        assertThat(ours || (nobodys && error)).isTrue();
        assertThat(error || message.containsKey("result")).isTrue();
    }
}
