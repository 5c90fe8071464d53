package dev.keystile.mcp.bridge;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The calls of tools in a body. */
final class ToolCall {
    static final String METHOD = "tools/call";

    private ToolCall() {}

    /** The names of the tools that are called, in order; empty when a call names none. */
    static Optional<List<String>> names(RpcBody.Messages messages) {
        List<Optional<String>> names =
                messages.messages().stream().filter(ToolCall::is).map(ToolCall::name).toList();
        return names.stream().allMatch(Optional::isPresent)
                ? Optional.of(names.stream().map(Optional::orElseThrow).toList())
                : Optional.empty();
    }

    /** Whether a message calls a tool, to whatever reader: some do not look at the case. */
    static boolean is(JsonObject message) {
        return RpcBody.method(message).equalsIgnoreCase(METHOD);
    }

    /** The tool that a call names; empty when it names none, or two to some readers. */
    static Optional<String> name(JsonObject call) {
        JsonObject params = RpcBody.params(call);
        return params.keySet().stream().anyMatch(key -> RpcBody.passesFor("name", key))
                ? Optional.empty()
                : RpcBody.text(params, "name");
    }
}
