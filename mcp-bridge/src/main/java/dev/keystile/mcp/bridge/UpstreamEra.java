package dev.keystile.mcp.bridge;

import java.util.Locale;

/** How an upstream speaks MCP. */
enum UpstreamEra {
    /** With {@code initialize}, until 2025-11-25. */
    LEGACY,

    /** With what it needs to know in every request, since 2026-07-28. */
    MODERN,

    /** As the client does. */
    BOTH;

    /** Whether a client of this era needs nobody between. */
    boolean speaks(boolean modern) {
        return this == BOTH || (this == MODERN) == modern;
    }

    /** For the log. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
