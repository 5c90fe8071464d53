package dev.keystile.mcp.bridge;

/**
 * Follows the bytes of an event stream and knows whether they end between two events (HTML
 * standard, section 9.2.6). Lines end with LF, CR or both.
 */
final class EventBoundary {
    private boolean atLineStart = true;
    private boolean inComment;
    private boolean inEvent;
    private boolean afterReturn;

    /** Takes the next bytes. */
    void pass(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            pass(bytes[i]);
        }
    }

    /** Whether a comment may stand here: no line is begun, and no line of an event is open. */
    boolean reached() {
        return atLineStart && !inEvent;
    }

    private void pass(byte next) {
        boolean pair = afterReturn && next == '\n';
        afterReturn = next == '\r';
        if (pair) {
            return;
        }
        if (next == '\n' || next == '\r') {
            endLine();
        } else if (atLineStart) {
            atLineStart = false;
            inComment = next == ':';
        }
    }

    /** A blank line ends an event, a comment is part of none, any other line opens one. */
    private void endLine() {
        if (atLineStart) {
            inEvent = false;
        } else if (!inComment) {
            inEvent = true;
        }
        atLineStart = true;
    }
}
