package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Doctor.Stage;
import dev.keystile.oauth.api.spi.Event;
import java.util.Locale;
import java.util.Set;

/** What calls of MCP mean to a connection. */
final class Calls {
    /** Without whose result a client cannot go on. */
    private static final Set<String> NEEDED = Set.of("initialize", "tools/list");

    private static final String IN_SESSION = " in a session";

    private Calls() {}

    static Stage stage(Event.Called called) {
        return switch (called.method()) {
            case "tools/list" -> Stage.TOOLS_LIST;
            case "tools/call" -> Stage.TOOLS_CALL;
            default -> Stage.MCP;
        };
    }

    /**
     * Whether it went wrong on the way; a tool may fail, and {@code server/discover} be unknown.
     */
    static boolean failed(Event.Called called) {
        return switch (called.outcome()) {
            case OK, TOOL_ERROR -> false;
            case RPC_ERROR -> NEEDED.contains(called.method());
            case CLIENT_ERROR -> !called.method().equals("server/discover");
            case SERVER_ERROR, TIMEOUT, LIMITED, ABANDONED -> true;
        };
    }

    /** Status, outcome and method, and whether its client was in a session. */
    static String evidence(Event.Called called) {
        return called.status()
                + " "
                + called.outcome().name().toLowerCase(Locale.ROOT)
                + " "
                + called.method()
                + (called.inSession() ? IN_SESSION : "");
    }
}
