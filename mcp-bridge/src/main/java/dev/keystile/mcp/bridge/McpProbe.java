package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Tool;
import dev.keystile.oauth.api.spi.KeyCheck;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key check: a real MCP conversation that ends with the list of tools, or a call of the tool
 * that tells right keys from wrong ones.
 */
final class McpProbe {
    /** The revision with {@code server/discover}. */
    static final String MODERN = "2026-07-28";

    /** The last revision with {@code initialize}. */
    static final String LEGACY = "2025-11-25";

    private static final Logger LOGGER = System.getLogger(McpProbe.class.getName());
    private static final int MAX_PAGES = 10;
    private static final int MAX_NAME = 128;

    /** How the members of {@code _meta} begin that the protocol itself defines. */
    static final String META = "io.modelcontextprotocol/";

    private static final JsonObject CLIENT_INFO =
            Json.BUILD.createObjectBuilder().add("name", "keystile").add("version", "1").build();

    private final Connector connector;
    private final McpCaller caller;
    private final @Nullable ProbeTool tool;
    private final ToolHints hints;
    private int pages;

    McpProbe(Connector connector, McpCaller caller, @Nullable ProbeTool tool, ToolHints hints) {
        this.connector = connector;
        this.caller = caller;
        this.tool = tool;
        this.hints = hints;
    }

    /** Asks in the modern way first; a server that does not know it is asked in the legacy way. */
    KeyCheck run() throws IOException {
        caller.version(MODERN);
        return switch (discover()) {
            case RpcAnswer.Refused _ -> new KeyCheck.Rejected();
            case RpcAnswer.Result(JsonObject result) when speaksModern(result) ->
                    tools(serverName(result), modernParams(), List.of());
            case RpcAnswer.Result _, RpcAnswer.Failure _, RpcAnswer.Unusable _ -> initialize();
        };
    }

    private RpcAnswer discover() throws IOException {
        try {
            return caller.request("server/discover", modernParams());
        } catch (UpstreamException failed) {
            if (failed.status() == 504) {
                // Some legacy servers never answer a method they do not know.
                return new RpcAnswer.Unusable("silent");
            }
            throw failed;
        }
    }

    private KeyCheck initialize() throws IOException {
        caller.version("");
        return switch (caller.request("initialize", legacyParams())) {
            case RpcAnswer.Refused _ -> new KeyCheck.Rejected();
            case RpcAnswer.Failure(int code) ->
                    new KeyCheck.Unavailable("initialize: error " + code);
            case RpcAnswer.Unusable(String detail) ->
                    new KeyCheck.Unavailable("initialize: " + detail);
            case RpcAnswer.Result(JsonObject result) -> initialized(result);
        };
    }

    private KeyCheck initialized(JsonObject result) throws IOException {
        String version = Json.string(result, "protocolVersion");
        caller.version(version.matches("[0-9-]{10}") ? version : LEGACY);
        int status = caller.send("notifications/initialized");
        if (status == 401 || status == 403) {
            return new KeyCheck.Rejected();
        }
        return tools(serverName(result), JsonValue.EMPTY_JSON_OBJECT, List.of());
    }

    private KeyCheck tools(String serverName, JsonObject params, List<Tool> before)
            throws IOException {
        return switch (caller.request("tools/list", params)) {
            case RpcAnswer.Refused _ -> new KeyCheck.Rejected();
            case RpcAnswer.Unusable(String detail) ->
                    new KeyCheck.Unavailable("tools/list: " + detail);
            case RpcAnswer.Failure(int code) ->
                    code == RpcMessage.METHOD_NOT_FOUND && before.isEmpty()
                            ? listed(serverName, params, before)
                            : new KeyCheck.Unavailable("tools/list: error " + code);
            case RpcAnswer.Result(JsonObject page) -> {
                List<Tool> tools = ToolList.append(before, hints.complete(page));
                String cursor = Json.string(page, "nextCursor");
                boolean last =
                        cursor.isEmpty()
                                || ++pages == MAX_PAGES
                                || tools.size() == ToolList.MAX_TOOLS;
                yield last
                        ? listed(serverName, params, tools)
                        : tools(serverName, withCursor(params, cursor), tools);
            }
        };
    }

    private KeyCheck listed(String serverName, JsonObject params, List<Tool> tools)
            throws IOException {
        ProbeTool last = tool;
        return last == null ? accepted(serverName, tools) : called(last, serverName, params, tools);
    }

    private KeyCheck called(ProbeTool last, String serverName, JsonObject params, List<Tool> tools)
            throws IOException {
        JsonObject call =
                Json.BUILD
                        .createObjectBuilder(params)
                        .remove("cursor")
                        .add("name", last.name())
                        .add("arguments", last.object())
                        .build();
        return switch (caller.request("tools/call", call)) {
            case RpcAnswer.Refused _ -> new KeyCheck.Rejected();
            case RpcAnswer.Unusable(String detail) ->
                    new KeyCheck.Unavailable("tools/call: " + detail);
            case RpcAnswer.Failure(int code) -> failed("error " + code);
            case RpcAnswer.Result(JsonObject result) ->
                    JsonValue.TRUE.equals(result.get("isError"))
                            ? failed("the tool failed")
                            : accepted(serverName, tools);
        };
    }

    private KeyCheck failed(String reason) {
        LOGGER.log(
                Level.INFO,
                () -> "key-check.tool-failed connector=" + connector.id() + " reason=" + reason);
        return new KeyCheck.Rejected();
    }

    private static KeyCheck accepted(String serverName, List<Tool> tools) {
        return new KeyCheck.Accepted(null, serverName, tools, false);
    }

    /**
     * A server names itself in the result (until 2025-11-25) or in its metadata (since 2026-07-28).
     */
    private String serverName(JsonObject result) {
        JsonObject before = Json.member(result, "serverInfo");
        JsonObject info =
                before.isEmpty()
                        ? Json.member(Json.member(result, "_meta"), META + "serverInfo")
                        : before;
        String name =
                Json.string(info, "title").isBlank()
                        ? Json.string(info, "name")
                        : Json.string(info, "title");
        String shown = Text.displayable(name, MAX_NAME);
        return shown.isEmpty() ? connector.displayName() : shown;
    }

    /** Whether a result of {@code server/discover} names the modern revision. */
    static boolean speaksModern(JsonObject discovered) {
        return discovered.get("supportedVersions") instanceof JsonArray versions
                && versions.stream()
                        .anyMatch(version ->
                                version instanceof JsonString text
                                        && text.getString().equals(MODERN));
    }

    static JsonObject legacyParams() {
        return Json.BUILD
                .createObjectBuilder()
                .add("protocolVersion", LEGACY)
                .add("capabilities", JsonValue.EMPTY_JSON_OBJECT)
                .add("clientInfo", CLIENT_INFO)
                .build();
    }

    static JsonObject modernParams() {
        JsonObject meta =
                Json.BUILD
                        .createObjectBuilder()
                        .add(META + "protocolVersion", MODERN)
                        .add(META + "clientInfo", CLIENT_INFO)
                        .add(META + "clientCapabilities", JsonValue.EMPTY_JSON_OBJECT)
                        .build();
        return Json.BUILD.createObjectBuilder().add("_meta", meta).build();
    }

    private static JsonObject withCursor(JsonObject params, String cursor) {
        return Json.BUILD.createObjectBuilder(params).add("cursor", cursor).build();
    }
}
