package dev.keystile.mcp.bridge;

import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a call is about, for those who count: its method and, where a tool is called, which one.
 * Taken from the header where the client says it there (since MCP 2026-07-28), else from the first
 * {@value #LOOKED_AT} bytes of the body. No permission may rest on it.
 */
record CallSubject(String method, String tool) {
    /** How much of a body is looked at. */
    static final int LOOKED_AT = 8 << 10;

    private static final int LONGEST = 128;
    private static final CallSubject NONE = new CallSubject("", "");
    private static final JsonParserFactory PARSERS =
            jakarta.json.Json.createParserFactory(Map.of());

    static CallSubject of(McpRequest request, byte[] body) {
        if (!request.method().equals("POST")) {
            return NONE;
        }
        String method = only(request.headers().values(McpHeaders.METHOD.lowerCase()));
        if (method.isEmpty()) {
            return in(body);
        }
        return subject(method, only(request.headers().values(McpHeaders.NAME.lowerCase())));
    }

    /** What the beginning of a message says. */
    static CallSubject in(byte[] body) {
        int length = Math.min(body.length, LOOKED_AT);
        var start = new StringReader(new String(body, 0, length, StandardCharsets.UTF_8));
        var look = new Look();
        try (JsonParser parser = PARSERS.createParser(start)) {
            look.at(parser);
        } catch (RuntimeException cutOff) {
            // Or malformed; what was seen until then counts.
        }
        return subject(look.method, look.name);
    }

    private static CallSubject subject(String method, String name) {
        boolean tool = method.equals(ToolCall.METHOD);
        return new CallSubject(shortened(method), tool ? shortened(name) : "");
    }

    private static String only(List<String> values) {
        return values.size() == 1 ? values.getFirst() : "";
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    /** Looks until both are seen, or the message ends. */
    private static final class Look {
        private String method = "";
        private String name = "";
        private String key = "";
        private int depth;
        private boolean inParams;

        void at(JsonParser parser) {
            while (parser.hasNext() && !isDone()) {
                switch (parser.next()) {
                    case START_OBJECT, START_ARRAY -> enter();
                    case END_OBJECT, END_ARRAY -> inParams = --depth >= 2 && inParams;
                    case KEY_NAME -> key = parser.getString();
                    case VALUE_STRING -> value(parser);
                    case VALUE_NUMBER, VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> {}
                }
            }
        }

        private boolean isDone() {
            return !method.isEmpty() && (!method.equals(ToolCall.METHOD) || !name.isEmpty());
        }

        private void enter() {
            inParams = inParams || (depth == 1 && key.equals(RpcBody.PARAMS));
            depth++;
        }

        private void value(JsonParser parser) {
            if (depth == 1 && key.equals(RpcBody.METHOD)) {
                method = parser.getString();
            } else if (depth == 2 && inParams && key.equals("name")) {
                name = parser.getString();
            }
        }
    }
}
