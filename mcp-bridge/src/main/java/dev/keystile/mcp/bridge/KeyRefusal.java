package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.KeyReports;
import dev.keystile.oauth.api.KeyVerdict;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * What a client is told when the upstream refused the API key. Clients sign in again on a 401,
 * which is right only where a new consent mends it; the upstream's own 401 never gets out.
 */
record KeyRefusal(KeyReports reports, BearerGate gate) {
    private static final Logger LOGGER = System.getLogger(KeyRefusal.class.getName());

    /** Finds out what is behind it, and makes the answer. */
    Reply answer(Call.Granted call, byte[] body) {
        LOGGER.log(Level.WARNING, () -> "mcp.key-refused " + call.name());
        return switch (reports.refused(call.access())) {
            case KeyVerdict.Dead _ -> gate.invalidToken(call.request().resource());
            case KeyVerdict.Works _ -> works(call, body);
            case KeyVerdict.Unclear(var retryAfter) ->
                    Reply.fault(
                                    call.request(),
                                    503,
                                    "The MCP server behind this gateway refuses its API key, and it"
                                            + " is not clear whether for good; try again.",
                                    body)
                            .retryAfter(retryAfter);
        };
    }

    /**
     * Clients open with {@code server/discover} to find out how a server speaks. To a server that
     * wants nothing to do with that method they speak in the older way.
     */
    private static Reply works(Call call, byte[] body) {
        return MessageGlance.at(body).method().equals("server/discover")
                ? Reply.rpcError(404, RpcMessage.METHOD_NOT_FOUND, "Method not found", body)
                : Reply.fault(
                        call.request(),
                        502,
                        "The MCP server behind this gateway refused this call, though it takes the"
                                + " API key.",
                        body);
    }
}
