package dev.keystile.app.http;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A request body read to its end as UTF-8 text, or the reason why it was not. */
sealed interface Body {
    /** Largest body of an OAuth request, in bytes. */
    int MAX_BYTES = Listener.MAX_OAUTH_BYTES;

    /** The text. */
    record Text(String value) implements Body {}

    /** More than {@link #MAX_BYTES}: 413. */
    record TooLarge() implements Body {}

    /** Not UTF-8: 400. */
    record NotText() implements Body {}

    /** Reads no more than it must to tell that a body is too large. */
    static Body read(ServerRequest request) {
        long expected = request.headers().contentLength().orElse(MAX_BYTES);
        if (expected > MAX_BYTES) {
            return new TooLarge();
        }
        byte[] bytes = bytes(request, (int) expected);
        if (bytes.length > MAX_BYTES) {
            return new TooLarge();
        }
        String text = utf8(bytes);
        return text == null ? new NotText() : new Text(text);
    }

    private static byte[] bytes(ServerRequest request, int expected) {
        try {
            // Not closed: closing reads on, which may block after a malformed chunk. The buffer is
            // as large as what is asked for.
            return SentBody.of(request).readNBytes(expected + 1);
        } catch (IOException gone) {
            throw new CloseConnectionException("the body ended too soon", gone);
        }
    }

    private static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException malformed) {
            return null;
        }
    }
}
