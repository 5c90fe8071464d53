package dev.keystile.app.demo;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What MCP 2026-07-28 asks of every request: complete metadata, and headers that agree with the
 * body.
 */
final class ModernRules {
    private static final HeaderName PROTOCOL_VERSION = HeaderNames.create("MCP-Protocol-Version");
    private static final HeaderName METHOD = HeaderNames.create("Mcp-Method");
    private static final HeaderName NAME = HeaderNames.create("Mcp-Name");
    private static final String VERSION = "2026-07-28";
    private static final String META_VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final String META_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    private static final Pattern BASE64 = Pattern.compile("=\\?base64\\?(?<text>.*)\\?=");
    private static final int HEADER_MISMATCH = -32020;
    private static final int UNSUPPORTED_VERSION = -32022;

    /** The versions with per-request metadata that this server speaks. */
    static JsonStructure supported() {
        return Json.array(List.of(Json.text(VERSION)));
    }

    /** Whether a request carries the marks of such a version. */
    boolean claimed(McpRequest request) {
        return meta(request).containsKey(META_VERSION)
                || sent(request, PROTOCOL_VERSION).equals(VERSION);
    }

    /** The first rule a request breaks, if it breaks one. */
    Optional<McpReply.Failure> violation(McpRequest request) {
        var meta = meta(request);
        if (!(meta.get(META_VERSION) instanceof JsonString version)
                || !(meta.get(META_CAPABILITIES) instanceof JsonObject)) {
            return refused(
                    McpReply.INVALID_PARAMS,
                    "_meta lacks the protocol version or the client capabilities.");
        }
        if (!sent(request, PROTOCOL_VERSION).equals(version.getString())) {
            return mismatch(PROTOCOL_VERSION);
        }
        return version.getString().equals(VERSION)
                ? headerViolation(request)
                : unsupported(version);
    }

    private static Optional<McpReply.Failure> headerViolation(McpRequest request) {
        if (!sent(request, METHOD).equals(request.method())) {
            return mismatch(METHOD);
        }
        return request.method().equals("tools/call")
                        && !decoded(sent(request, NAME)).equals(request.param("name"))
                ? mismatch(NAME)
                : Optional.empty();
    }

    private static JsonObject meta(McpRequest request) {
        return request.params().get("_meta") instanceof JsonObject meta
                ? meta
                : JsonValue.EMPTY_JSON_OBJECT;
    }

    /** The value of a header; doubled ones are joined, so that they agree with nothing. */
    private static String sent(McpRequest request, HeaderName name) {
        return String.join(",", request.caller().headers().all(name, List::of));
    }

    private static String decoded(String value) {
        var encoded = BASE64.matcher(value);
        if (!encoded.matches()) {
            return value;
        }
        try {
            return new String(
                    Base64.getDecoder().decode(encoded.group("text")), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return value;
        }
    }

    private static Optional<McpReply.Failure> mismatch(HeaderName name) {
        return refused(
                HEADER_MISMATCH,
                "The header " + name.defaultCase() + " does not agree with the body.");
    }

    private static Optional<McpReply.Failure> unsupported(JsonString requested) {
        var data = Json.object().add("supported", supported()).add("requested", requested).build();
        return Optional.of(
                new McpReply.Failure(
                        400, UNSUPPORTED_VERSION, "Unsupported protocol version", data));
    }

    private static Optional<McpReply.Failure> refused(int code, String message) {
        return Optional.of(new McpReply.Failure(400, code, message));
    }
}
