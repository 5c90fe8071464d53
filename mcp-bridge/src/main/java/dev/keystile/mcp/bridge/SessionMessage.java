package dev.keystile.mcp.bridge;

import org.jspecify.annotations.Nullable;

/** A message that came without a session. It is read only when somebody asks, and then once. */
final class SessionMessage {
    private static final MessageGlance NOTHING = new MessageGlance("", "");

    private final byte[] body;
    private @Nullable MessageGlance glance;

    SessionMessage(byte[] body) {
        this.body = body;
    }

    /** Whether it opens a session. */
    boolean isInitialize() {
        return glance().method().equals("initialize");
    }

    /** Whether it belongs to no session: it opens one, or its revision knows none. */
    boolean needsNone() {
        return isInitialize()
                || glance().method().equals("server/discover")
                || isModern(glance().version());
    }

    /** Whether a revision is without sessions. They are named by their dates. */
    static boolean isModern(String version) {
        return version.compareTo(McpProbe.MODERN) >= 0;
    }

    private MessageGlance glance() {
        if (glance == null) {
            glance = body.length == 0 ? NOTHING : MessageGlance.at(body);
        }
        return glance;
    }
}
