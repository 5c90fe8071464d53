package dev.keystile.app.trace;

import java.util.Set;

/** The methods of MCP; any other is a caller's own text. */
final class McpMethods {
    private static final Set<String> KNOWN =
            Set.of(
                    "completion/complete",
                    "elicitation/create",
                    "initialize",
                    "logging/setLevel",
                    "notifications/cancelled",
                    "notifications/initialized",
                    "notifications/message",
                    "notifications/progress",
                    "notifications/roots/list_changed",
                    "ping",
                    "prompts/get",
                    "prompts/list",
                    "resources/list",
                    "resources/read",
                    "resources/subscribe",
                    "resources/templates/list",
                    "resources/unsubscribe",
                    "roots/list",
                    "sampling/createMessage",
                    "server/discover",
                    "subscriptions/listen",
                    "tasks/cancel",
                    "tasks/get",
                    "tasks/list",
                    "tasks/result",
                    "tools/call",
                    "tools/list");

    private McpMethods() {}

    /** The method, or the word that stands for others. */
    static String shown(String method) {
        return KNOWN.contains(method) ? method : "_OTHER";
    }
}
