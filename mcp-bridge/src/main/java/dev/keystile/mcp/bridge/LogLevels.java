package dev.keystile.mcp.bridge;

import java.util.List;

/** How much a log message of an MCP server matters (RFC 5424). */
final class LogLevels {
    private static final List<String> RISING =
            List.of(
                    "debug",
                    "info",
                    "notice",
                    "warning",
                    "error",
                    "critical",
                    "alert",
                    "emergency");

    private LogLevels() {}

    static boolean isKnown(String level) {
        return RISING.contains(level);
    }

    /** Whether a message matters enough; to nobody who names no level. */
    static boolean reaches(String level, String least) {
        return isKnown(least) && RISING.indexOf(level) >= RISING.indexOf(least);
    }
}
