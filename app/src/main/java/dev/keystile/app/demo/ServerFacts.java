package dev.keystile.app.demo;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** What the demo server says of itself, in every protocol version. */
final class ServerFacts {
    private static final String INSTRUCTIONS =
            "Keeps short memories for one user. Call remember when the user says something worth keeping,"
                    + " search_memory before answering from memory.";

    private ServerFacts() {}

    /** Name, title and version. */
    static JsonObject serverInfo() {
        return Json.object()
                .add("name", "keystile-demo")
                .add("title", "Keystile demo memory")
                .add("version", "1.0.0")
                .build();
    }

    /** It has tools, and they never change. */
    static JsonObject capabilities() {
        return Json.object().add("tools", JsonValue.EMPTY_JSON_OBJECT).build();
    }

    /** How a model should use it. */
    static String instructions() {
        return INSTRUCTIONS;
    }
}
