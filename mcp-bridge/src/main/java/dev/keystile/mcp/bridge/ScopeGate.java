package dev.keystile.mcp.bridge;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Keeps tokens that cover reading only from calling tools, by what the body says. The body of a
 * token that covers everything is not looked at.
 */
record ScopeGate(BearerGate bearer) {
    private static final Logger LOGGER = System.getLogger(ScopeGate.class.getName());
    private static final String TOOL_CALL = "tools/call";
    private static final int HEADER_MISMATCH = -32020;

    /** What is no message has no id either (JSON-RPC 2.0 section 5). */
    private static final byte[] NO_ID = {};

    /** Whether a body may go upstream. */
    sealed interface Verdict {
        /** It may, whatever it is. */
        record Unread() implements Verdict {}

        /** These messages may, and nothing that was not read. */
        record Passes(RpcBody.Messages messages) implements Verdict {}

        /** It may not; this is the answer. */
        record Refused(Reply reply) implements Verdict {}
    }

    Verdict judge(Call call, byte[] body) {
        if (!call.judgedByBody()) {
            return new Verdict.Unread();
        }
        return switch (RpcBody.read(body)) {
            case RpcBody.Messages messages -> judge(call, messages, body);
            case RpcBody.Malformed(int code) ->
                    badRequest(
                            code,
                            "Send JSON-RPC messages in UTF-8, no member twice, at most "
                                    + StrictJson.MAX_DEPTH
                                    + " levels deep.",
                            NO_ID);
        };
    }

    private Verdict judge(Call call, RpcBody.Messages messages, byte[] body) {
        List<String> methods = messages.methods();
        if (methods.contains(TOOL_CALL)) {
            LOGGER.log(Level.DEBUG, () -> "mcp.scope-short " + call.name());
            return new Verdict.Refused(bearer.scopeShort(call.request().resource()));
        }
        // An upstream that believed the header would take this for the call of a tool.
        List<String> named = call.request().headers().values("mcp-method");
        return named.isEmpty() || named.equals(methods)
                ? new Verdict.Passes(messages)
                : badRequest(HEADER_MISMATCH, "Mcp-Method and the message differ.", body);
    }

    private static Verdict badRequest(int code, String message, byte[] body) {
        return new Verdict.Refused(Reply.rpcError(400, code, message, body));
    }
}
