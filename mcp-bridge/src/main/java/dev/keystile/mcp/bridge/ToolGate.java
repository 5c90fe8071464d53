package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.ToolPolicy;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Keeps clients to the tools of their grant: calls of others go nowhere, and lists are without
 * them. A call of a grant that has all tools is not looked at.
 */
final class ToolGate {
    /** What is no message has no id either (JSON-RPC 2.0 section 5). */
    private static final byte[] NO_ID = {};

    private final ToolRefusal refusal;
    private final Upstreams upstreams;
    private final ReadOnlyTools readOnly;

    ToolGate(BearerGate bearer, Upstreams upstreams, InstantSource clock) {
        this.refusal = new ToolRefusal(bearer);
        this.upstreams = upstreams;
        this.readOnly = new ReadOnlyTools(clock);
    }

    /** The way upstream and back. */
    @FunctionalInterface
    interface Onward {
        void send(Call call, byte[] body, McpResponse response) throws IOException;
    }

    /** Sends a call on, or answers it. */
    void pass(Call call, byte[] body, McpResponse response, Onward upstream) throws IOException {
        switch (call) {
            case Call.Granted granted when granted.judgedByBody() ->
                    judge(granted, body, response, upstream);
            case Call.Granted _, Call.WithKey _ ->
                    upstream.send(call, body, unjudged(call, body, response));
        }
    }

    private McpResponse unjudged(Call call, byte[] body, McpResponse response) {
        ToolPolicy policy = call.tools();
        ToolHints hints = hints(call);
        boolean may =
                (policy.restricts() || !hints.byName().isEmpty())
                        && switch (call.request().method()) {
                            case "GET" -> true;
                            case "POST" -> mayList(body);
                            default -> false;
                        };
        return may ? filtered(call, body, response) : response;
    }

    /** Whether tools may be listed in the answer; of a batch nobody knows without reading it. */
    private static boolean mayList(byte[] body) {
        String method = MessageGlance.at(body).method();
        return method.isEmpty() || method.equals("tools/list");
    }

    private void judge(Call.Granted call, byte[] body, McpResponse response, Onward upstream)
            throws IOException {
        switch (RpcBody.read(body)) {
            case RpcBody.Messages messages -> judge(call, body, messages, response, upstream);
            case RpcBody.Malformed(int code) ->
                    badRequest(
                                    code,
                                    "Send JSON-RPC messages in UTF-8, no member twice, at most "
                                            + StrictJson.MAX_DEPTH
                                            + " levels deep.",
                                    NO_ID)
                            .sendTo(response, call.request().method());
        }
    }

    private void judge(
            Call.Granted call,
            byte[] body,
            RpcBody.Messages messages,
            McpResponse response,
            Onward upstream)
            throws IOException {
        Optional<Reply> refused = refused(call, body, messages, upstream);
        if (refused.isPresent()) {
            refused.get().sendTo(response, call.request().method());
            return;
        }
        boolean lists =
                messages.methods().stream()
                        .anyMatch(method -> method.equalsIgnoreCase("tools/list"));
        byte[] judged = messages.bytes();
        upstream.send(call, judged, lists ? filtered(call, judged, response) : response);
    }

    private Optional<Reply> refused(
            Call.Granted call, byte[] body, RpcBody.Messages messages, Onward upstream)
            throws IOException {
        if (!new HeaderAgreement(call.request().headers(), messages).holds()) {
            return Optional.of(
                    badRequest(
                            RpcMessage.HEADER_MISMATCH,
                            "Mcp-Method, Mcp-Name and the message differ, or one of them is missing.",
                            body));
        }
        Optional<List<String>> called = ToolCall.names(messages);
        if (called.isEmpty()) {
            return Optional.of(
                    badRequest(RpcMessage.INVALID_PARAMS, "Name one tool in params.", body));
        }
        return called.get().isEmpty()
                ? Optional.empty()
                : refused(call, body, messages, called.get(), upstream);
    }

    private Optional<Reply> refused(
            Call.Granted call,
            byte[] body,
            RpcBody.Messages messages,
            List<String> called,
            Onward upstream)
            throws IOException {
        ToolPolicy policy = call.tools();
        if (!called.stream().allMatch(policy::names)) {
            return Optional.of(refusal.byChoice(call, messages, policy::names));
        }
        if (!policy.asksForReadOnly()) {
            return Optional.empty();
        }
        var listing =
                new ToolListing(
                        call,
                        messages,
                        upstream,
                        hints(call),
                        upstreams.settings().maxProbeBytes());
        try {
            return switch (readOnly.of(call.access().grant(), called, listing)) {
                case ToolListing.Outcome.Listed list ->
                        called.stream().allMatch(tool -> list.allows(policy, tool))
                                ? Optional.empty()
                                : Optional.of(
                                        refusal.byMark(
                                                call, messages, tool -> list.allows(policy, tool)));
                case ToolListing.Outcome.Failed(CapturedAnswer answer) ->
                        Optional.of(
                                answer.replyTo(body)
                                        .orElseGet(() -> Forwarding.fault(call, unlisted(), body)));
            };
        } catch (UpstreamException failed) {
            return Optional.of(Forwarding.fault(call, failed, body));
        }
    }

    private McpResponse filtered(Call call, byte[] body, McpResponse response) {
        return new FilteredAnswer(
                call,
                body,
                new ToolFilter(call.tools(), hints(call)),
                upstreams.settings().maxProbeBytes(),
                response);
    }

    private ToolHints hints(Call call) {
        return upstreams.tools(call.connector());
    }

    private static UpstreamException unlisted() {
        return new UpstreamException(502, "\"no usable list of tools\"");
    }

    private static Reply badRequest(int code, String message, byte[] body) {
        return Reply.rpcError(400, code, message, body);
    }
}
