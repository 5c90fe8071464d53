package dev.keystile.mcp.bridge;

import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether what the {@code Mcp-} fields say of a message is what it says itself (MCP 2026-07-28): an
 * upstream that believed them would take it for another one.
 */
record HeaderAgreement(HeaderFields headers, RpcBody.Messages messages) {
    private static final String BEGIN = "=?base64?";
    private static final String END = "?=";

    /** What {@code Mcp-Name} repeats: a member of {@code params}, by method. */
    static final Map<String, String> NAMED =
            Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

    boolean holds() {
        return methodAgrees() && nameAgrees();
    }

    private boolean methodAgrees() {
        List<String> said = headers.values(McpHeaders.METHOD.lowerCase());
        return said.isEmpty()
                ? !isDemanded() || messages.messages().stream().noneMatch(RpcBody::isRequest)
                : said.equals(messages.methods());
    }

    private boolean nameAgrees() {
        List<String> said = headers.values(McpHeaders.NAME.lowerCase());
        List<Optional<String>> named =
                messages.messages().stream()
                        .filter(message -> NAMED.containsKey(RpcBody.method(message)))
                        .map(HeaderAgreement::name)
                        .toList();
        if (named.isEmpty() || said.isEmpty()) {
            return named.isEmpty() || !isDemanded();
        }
        return named.stream().allMatch(Optional::isPresent)
                && said.stream().map(HeaderAgreement::decoded).toList().equals(named);
    }

    /** Whether the revision wants these fields. */
    private boolean isDemanded() {
        return headers.values(McpHeaders.PROTOCOL_VERSION.lowerCase()).stream()
                        .anyMatch(SessionMessage::isModern)
                || messages.messages().stream()
                        .map(message -> Json.member(RpcBody.params(message), "_meta"))
                        .map(meta -> Json.string(meta, McpProbe.META + "protocolVersion"))
                        .anyMatch(SessionMessage::isModern);
    }

    private static Optional<String> name(JsonObject message) {
        return RpcBody.text(
                RpcBody.params(message), NAMED.getOrDefault(RpcBody.method(message), ""));
    }

    /** What a field value stands for; empty when it stands for nothing. */
    static Optional<String> decoded(String value) {
        if (!value.startsWith(BEGIN) || !value.endsWith(END)) {
            return Optional.of(value);
        }
        try {
            int end = Math.max(BEGIN.length(), value.length() - END.length());
            byte[] text = Base64.getDecoder().decode(value.substring(BEGIN.length(), end));
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return Optional.empty();
        }
    }
}
