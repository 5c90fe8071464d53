package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the body of a request, whole and bounded. */
final class RequestBody {
    /** First reading when nothing is declared, and most that is reserved on a declaration alone. */
    private static final int FIRST = 16 << 10;

    private static final byte[] NONE = {};

    private RequestBody() {}

    /** The body of a POST, no bytes for other methods; empty when it is longer than the limit. */
    static Optional<byte[]> read(McpRequest request, int limit) throws IOException {
        if (!request.method().equals("POST")) {
            return Optional.of(NONE);
        }
        long declared = declaredLength(request.headers().values("content-length"));
        return declared > limit ? Optional.empty() : read(request.body(), declared, limit);
    }

    private static Optional<byte[]> read(InputStream in, long declared, int limit)
            throws IOException {
        int expected = (int) Math.min(declared < 0 ? FIRST : Math.min(declared, FIRST), limit);
        // One byte more than expected, so that the end of the body is met in the same reading.
        byte[] first = in.readNBytes(expected + 1);
        if (first.length <= expected) {
            return Optional.of(first);
        }
        byte[] rest = in.readNBytes(limit - first.length + 1);
        if (first.length + rest.length > limit) {
            return Optional.empty();
        }
        byte[] whole = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, whole, first.length, rest.length);
        return Optional.of(whole);
    }

    private static long declaredLength(List<String> values) {
        try {
            return values.size() == 1 ? Long.parseLong(values.getFirst()) : -1;
        } catch (NumberFormatException unknown) {
            return -1;
        }
    }
}
