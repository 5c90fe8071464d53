package dev.keystile.mcp.bridge;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a request of a modern client is as its revision wants it, which a legacy upstream cannot
 * tell.
 */
record ModernRequest(Call.Granted call, JsonObject request) {
    /** What is wrong with it. */
    Optional<Reply> problem() {
        JsonObject meta = Json.member(RpcBody.params(request), "_meta");
        String version = Json.string(meta, ClientDescription.VERSION);
        List<String> said =
                call.request().headers().values(McpHeaders.PROTOCOL_VERSION.lowerCase());
        if (version.isEmpty()
                || !(meta.get(ClientDescription.CAPABILITIES) instanceof JsonObject)) {
            return Optional.of(
                    error(
                            RpcMessage.INVALID_PARAMS,
                            "Say protocolVersion and clientCapabilities in _meta."));
        }
        if (!said.equals(List.of(version)) || !headersAgree()) {
            return Optional.of(
                    error(
                            RpcMessage.HEADER_MISMATCH,
                            "The header fields and the message differ, or one of them is missing."));
        }
        return version.equals(McpProbe.MODERN)
                ? Optional.empty()
                : Optional.of(unsupported(version));
    }

    private boolean headersAgree() {
        return !call.request().headers().values(McpHeaders.METHOD.lowerCase()).isEmpty()
                && new HeaderAgreement(
                                call.request().headers(),
                                new RpcBody.Messages(request, List.of(request)))
                        .holds();
    }

    private Reply unsupported(String version) {
        JsonObjectBuilder error =
                Json.BUILD
                        .createObjectBuilder()
                        .add("code", RpcMessage.UNSUPPORTED_VERSION)
                        .add("message", "Unsupported protocol version")
                        .add(
                                "data",
                                Json.BUILD
                                        .createObjectBuilder()
                                        .add(
                                                "supported",
                                                Json.BUILD
                                                        .createArrayBuilder()
                                                        .add(McpProbe.MODERN))
                                        .add("requested", version));
        return reply(error.build());
    }

    private Reply error(int code, String message) {
        return reply(RpcMessage.error(code, message));
    }

    private Reply reply(JsonObject error) {
        JsonValue id = request.getOrDefault("id", JsonValue.NULL);
        byte[] body = Json.bytes(RpcMessage.failure(id, error));
        return new Reply(
                400,
                Map.of("Content-Type", "application/json"),
                new String(body, StandardCharsets.UTF_8));
    }
}
