package dev.keystile.mcp.bridge;

import java.util.Set;

/** The revisions with {@code initialize} that a client can be answered in. */
final class LegacyRevision {
    private static final Set<String> KNOWN =
            Set.of("2024-11-05", "2025-03-26", "2025-06-18", McpProbe.LEGACY);

    private LegacyRevision() {}

    /** The one that is agreed with a client that asks for this one. */
    static String agreed(String asked) {
        return KNOWN.contains(asked) ? asked : McpProbe.LEGACY;
    }
}
