package dev.keystile.mcp.bridge;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;

/**
 * What a client says of itself: once, in {@code initialize}, or with every request.
 *
 * @param info its {@code clientInfo}
 */
record ClientDescription(JsonObject info, JsonObject capabilities) {
    static final String VERSION = McpProbe.META + "protocolVersion";
    static final String INFO = McpProbe.META + "clientInfo";
    static final String CAPABILITIES = McpProbe.META + "clientCapabilities";
    static final String LOG_LEVEL = McpProbe.META + "logLevel";

    /** What of a description is kept; a session id with it in it must fit into a header. */
    private static final int MOST = 2 << 10;

    private static final List<String> NAMES = List.of("name", "title", "version");

    /** Capabilities that mean the same in both eras. */
    private static final List<String> SHARED =
            List.of("elicitation", "sampling", "roots", "experimental");

    /** What an {@code initialize} says, without pictures and prose. */
    static ClientDescription of(JsonObject initialize) {
        return new ClientDescription(
                        only(NAMES, Json.member(initialize, "clientInfo")),
                        only(SHARED, Json.member(initialize, "capabilities")))
                .bounded();
    }

    /** What the {@code _meta} of a request says. */
    static ClientDescription ofMeta(JsonObject meta) {
        return new ClientDescription(
                        only(NAMES, Json.member(meta, INFO)),
                        only(SHARED, Json.member(meta, CAPABILITIES)))
                .bounded();
    }

    /** The {@code params} of its {@code initialize}. */
    JsonObject words(String version) {
        JsonObject named =
                info.containsKey("name") && info.containsKey("version")
                        ? info
                        : Json.BUILD
                                .createObjectBuilder()
                                .add("name", "keystile")
                                .add("version", "1")
                                .build();
        return Json.BUILD
                .createObjectBuilder()
                .add("protocolVersion", version)
                .add("capabilities", capabilities)
                .add("clientInfo", named)
                .build();
    }

    /** The same for a request that it can be asked nothing in. */
    ClientDescription withoutQuestions() {
        return new ClientDescription(info, only(List.of("experimental"), capabilities));
    }

    boolean can(String capability) {
        return capabilities.containsKey(capability);
    }

    /** Adds what every request of the modern revision says. */
    void addTo(JsonObjectBuilder meta) {
        meta.add(VERSION, McpProbe.MODERN).add(CAPABILITIES, capabilities);
        if (!info.isEmpty()) {
            meta.add(INFO, info);
        }
    }

    private ClientDescription bounded() {
        return info.toString().length() + capabilities.toString().length() <= MOST
                ? this
                : new ClientDescription(JsonValue.EMPTY_JSON_OBJECT, JsonValue.EMPTY_JSON_OBJECT);
    }

    private static JsonObject only(List<String> names, JsonObject from) {
        JsonObjectBuilder kept = Json.BUILD.createObjectBuilder();
        names.stream().filter(from::containsKey).forEach(name -> kept.add(name, from.get(name)));
        return kept.build();
    }
}
