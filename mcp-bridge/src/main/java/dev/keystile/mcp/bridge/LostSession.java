package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Recognises the answers by which an upstream asks for a session, or for another one. The
 * specification has 400 for a missing session and 404 for an unknown one, but servers also use 400
 * for the latter, and both for other things.
 */
final class LostSession {
    private static final Set<Integer> STATUSES = Set.of(400, 404, 422);

    /** What is read of an answer to tell; what servers write there is much shorter. */
    private static final int MOST = 4 << 10;

    private LostSession() {}

    /**
     * Whether a request failed for want of a session that is good. Its whole body can still be read
     * afterwards.
     *
     * @param sent whether a session was sent with it
     */
    static boolean in(UpstreamAnswer answer, boolean sent) throws IOException {
        if (!STATUSES.contains(answer.status()) || answer.isEventStream()) {
            return false;
        }
        String text =
                new String(answer.beginning(MOST), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        return speaksOfSessions(text) || (sent && answer.status() == 404 && !unknownMethod(text));
    }

    private static boolean speaksOfSessions(String text) {
        return text.contains("session") || text.contains("initializ");
    }

    private static boolean unknownMethod(String text) {
        return text.contains("-32601");
    }
}
