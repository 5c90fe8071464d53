package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.json.JsonObject;

/** Whatever is sent: in passing the same is seen as by whoever reads the whole message. */
class MessageGlanceFuzzTest {
    @FuzzTest
    void at(byte[] input) {
        MessageGlance glance = MessageGlance.at(input);

        StrictJson.read(input)
                .ifPresent(json -> {
                    JsonObject message =
                            json instanceof JsonObject object
                                    ? object
                                    : JsonObject.EMPTY_JSON_OBJECT;
                    JsonObject meta = Json.member(Json.member(message, "params"), "_meta");
                    assertThat(glance)
                            .isEqualTo(
                                    new MessageGlance(
                                            Json.string(message, "method"),
                                            Json.string(
                                                    meta,
                                                    "io.modelcontextprotocol/protocolVersion")));
                });
    }
}
