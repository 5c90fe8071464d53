package dev.keystile.mcp.bridge;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Asks an upstream once how it speaks. */
record EraInquiry(McpCaller caller) {
    private static final Logger LOGGER = System.getLogger(EraInquiry.class.getName());

    /** Empty when it speaks in no way that is known, or not with this caller. */
    Optional<UpstreamEra> run() throws IOException {
        boolean modern = isModern();
        boolean legacy = isLegacy();
        if (modern) {
            return Optional.of(legacy ? UpstreamEra.BOTH : UpstreamEra.MODERN);
        }
        return legacy ? Optional.of(UpstreamEra.LEGACY) : Optional.empty();
    }

    private boolean isModern() throws IOException {
        caller.version(McpProbe.MODERN);
        try {
            return switch (caller.request("server/discover", McpProbe.modernParams())) {
                case RpcAnswer.Result(JsonObject result) -> McpProbe.speaksModern(result);
                case RpcAnswer.Failure(int code) -> isOfModern(code);
                case RpcAnswer.Refused _, RpcAnswer.Unusable _ -> false;
            };
        } catch (UpstreamException failed) {
            if (failed.status() == 504) {
                // Some legacy servers never answer a method they do not know.
                return false;
            }
            throw failed;
        }
    }

    /** Only modern servers have the errors from the one to the other. */
    private static boolean isOfModern(int code) {
        return code <= RpcMessage.HEADER_MISMATCH && code >= RpcMessage.UNSUPPORTED_VERSION;
    }

    private boolean isLegacy() throws IOException {
        caller.version("");
        boolean legacy =
                caller.request("initialize", McpProbe.legacyParams())
                                instanceof RpcAnswer.Result(JsonObject result)
                        && !Json.string(result, "protocolVersion").isEmpty();
        endSession();
        return legacy;
    }

    /** How it speaks is known by now; a session that stays is ended by the upstream. */
    private void endSession() {
        try {
            caller.endSession();
        } catch (IOException failed) {
            LOGGER.log(
                    Level.DEBUG, () -> "upstream.era-session-left reason=" + failed.getMessage());
        }
    }
}
