package dev.keystile.mcp.bridge;

import dev.keystile.mcp.bridge.FilteredAnswer.Head;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON answer that is held until it is whole, and then goes on filtered. */
final class HeldAnswer extends PieceOutputStream {
    private final FilteredAnswer to;
    private final Head head;
    private final int longest;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean tooLong;
    private @Nullable OutputStream unheld;

    /**
     * An answer of which nothing has come yet.
     *
     * @param longest most bytes that are held
     */
    HeldAnswer(FilteredAnswer to, Head head, int longest) {
        this.to = to;
        this.head = head;
        this.longest = longest;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        OutputStream on = unheld;
        if (on != null) {
            on.write(bytes, offset, length);
        } else if (!tooLong) {
            body.write(bytes, offset, length);
            tooLong = body.size() > longest;
            if (tooLong && !to.mustFilter()) {
                unheld = to.unfiltered(head);
                body.writeTo(unheld);
            }
        }
    }

    @Override
    public void close() throws IOException {
        OutputStream on = unheld;
        if (on != null) {
            on.close();
        } else if (tooLong) {
            to.refuse("\"list of tools longer than " + longest + " bytes\"");
        } else {
            Optional<JsonValue> message = StrictJson.read(body.toByteArray());
            to.send(head, body.toByteArray(), message);
        }
    }
}
