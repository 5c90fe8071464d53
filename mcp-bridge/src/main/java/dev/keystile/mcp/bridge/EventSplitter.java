package dev.keystile.mcp.bridge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Cuts the event stream that is written to it into its events, whole and as they came. A comment
 * between two events is handed on at once.
 */
abstract class EventSplitter extends PieceOutputStream {
    private final int longest;
    private final EventBoundary boundary = new EventBoundary();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private boolean inPieces;

    /**
     * One for a stream of which nothing has come yet.
     *
     * @param longest most bytes of an event that are held
     */
    EventSplitter(int longest) {
        this.longest = longest;
    }

    /** An event with the blank line that ends it, or what stands between two. */
    abstract void event(byte[] raw) throws IOException;

    /** A piece of an event that is too long to be held. */
    abstract void piece(byte[] raw) throws IOException;

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        for (int i = offset; i < offset + length; i++) {
            boundary.pass(bytes, i, 1);
            if (boundary.reached()) {
                pending.write(bytes, from, i + 1 - from);
                from = i + 1;
                handOn();
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
    final void end() throws IOException {
        handOn();
    }

    private void handOn() throws IOException {
        byte[] raw = pending.toByteArray();
        pending.reset();
        if (inPieces || raw.length > longest) {
            piece(raw);
        } else if (raw.length > 0) {
            event(raw);
        }
    }
}
