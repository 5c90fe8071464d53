package dev.keystile.mcp.bridge;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where a request stands in a trace (W3C Trace Context, W3C Baggage), in its sender's words; what
 * was not said, or cannot be a header field, is empty.
 *
 * @param parent {@code traceparent}; whether it is well-formed is not looked at
 * @param state {@code tracestate}
 * @param baggage {@code baggage}
 */
public record TraceContext(String parent, String state, String baggage) {
    /** Nothing was said. */
    public static final TraceContext NONE = new TraceContext("", "", "");

    static final String PARENT = "traceparent";
    static final String STATE = "tracestate";
    static final String BAGGAGE = "baggage";

    private static final int LONGEST = 8 << 10;
    private static final byte[] SOUGHT = ('"' + PARENT + '"').getBytes(StandardCharsets.US_ASCII);

    /** What the header fields say; a repeated {@code traceparent} says nothing. */
    public static TraceContext of(HeaderFields fields) {
        List<String> parents = fields.values(PARENT);
        return parents.size() == 1
                ? new TraceContext(
                        sendable(parents.getFirst()),
                        sendable(String.join(",", fields.values(STATE))),
                        sendable(String.join(",", fields.values(BAGGAGE))))
                : NONE;
    }

    /** What the {@code _meta} of a message says, as MCP names it since 2026-07-28. */
    static TraceContext in(byte[] message) {
        if (!holds(message)) {
            return NONE;
        }
        JsonObject meta =
                Json.member(
                        RpcBody.params(Json.object(message).orElse(JsonValue.EMPTY_JSON_OBJECT)),
                        "_meta");
        return new TraceContext(
                sendable(Json.string(meta, PARENT)),
                sendable(Json.string(meta, STATE)),
                sendable(Json.string(meta, BAGGAGE)));
    }

    /** Whether it is worth parsing. */
    private static boolean holds(byte[] message) {
        int last = message.length - SOUGHT.length;
        for (int at = 0; at <= last; at++) {
            if (message[at] == SOUGHT[0] && isAt(message, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(byte[] message, int at) {
        for (int i = 1; i < SOUGHT.length; i++) {
            if (message[at + i] != SOUGHT[i]) {
                return false;
            }
        }
        return true;
    }

    private static String sendable(String value) {
        return value.length() <= LONGEST && Text.isPrintableAscii(value) ? value : "";
    }
}
