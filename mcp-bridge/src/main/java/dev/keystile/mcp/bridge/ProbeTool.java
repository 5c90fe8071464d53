package dev.keystile.mcp.bridge;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * A tool that a key check calls. It should change nothing, and fail with a wrong key.
 *
 * @param arguments a JSON object as text
 */
public record ProbeTool(String name, String arguments) {
    /** Checks both. */
    public ProbeTool {
        if (!name.matches("[!-~]{1,128}")) {
            throw new IllegalArgumentException(
                    "expected the name of a tool, 1 to 128 visible ASCII characters");
        }
        read(arguments);
    }

    /** The arguments. */
    JsonObject object() {
        return read(arguments);
    }

    private static JsonObject read(String json) {
        return Json.object(json.getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "expected the arguments of a tool, a JSON object"));
    }
}
