package dev.keystile.mcp.bridge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Cuts an event stream into its events (HTML standard, section 9.2.6), whole and as they came.
 * Lines end with LF, CR or both. A comment between two events is handed on at once.
 */
final class EventSplitter {
    private final int longest;
    private final Sink sink;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private boolean atLineStart = true;
    private boolean inComment;
    private boolean inEvent;
    private boolean afterReturn;
    private boolean between = true;
    private boolean inPieces;

    /**
     * One for a stream of which nothing has come yet.
     *
     * @param longest most bytes of an event that are held
     */
    EventSplitter(int longest, Sink sink) {
        this.longest = longest;
        this.sink = sink;
    }

    /** Where events go. */
    interface Sink {
        /** An event with the blank line that ends it, or what stands between two. */
        void event(byte[] raw) throws IOException;

        /** A piece of an event that is too long to be held. */
        void piece(byte[] raw) throws IOException;
    }

    /** Takes the next bytes. */
    void pass(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        for (int i = offset; i < offset + length; i++) {
            if (ends(bytes[i])) {
                pending.write(bytes, from, i + 1 - from);
                from = i + 1;
                handOn();
                between = true;
                inPieces = false;
            }
        }
        pending.write(bytes, from, offset + length - from);
        if (inPieces || pending.size() > longest) {
            inPieces = true;
            handOn();
        }
    }

    /** Hands on what no blank line has ended. */
    void end() throws IOException {
        handOn();
    }

    private void handOn() throws IOException {
        byte[] raw = pending.toByteArray();
        pending.reset();
        if (inPieces || raw.length > longest) {
            sink.piece(raw);
        } else if (raw.length > 0) {
            sink.event(raw);
        }
    }

    /** Whether something can be handed on after this byte. */
    private boolean ends(byte next) {
        boolean pair = afterReturn && next == '\n';
        afterReturn = next == '\r';
        if (pair) {
            return between;
        }
        between = false;
        if (next == '\n' || next == '\r') {
            return endsWithLine();
        }
        if (atLineStart) {
            atLineStart = false;
            inComment = next == ':';
        }
        return false;
    }

    private boolean endsWithLine() {
        boolean blank = atLineStart;
        atLineStart = true;
        inEvent = !blank && (inEvent || !inComment);
        return !inEvent;
    }
}
