package dev.keystile.mcp.bridge;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import java.util.List;

/** Where the body of an answer ends (RFC 9112 section 6.3). */
sealed interface AnswerFraming {
    /** There is none. */
    record Nothing() implements AnswerFraming {}

    /** After so many bytes, at least one. */
    record Sized(long bytes) implements AnswerFraming {}

    /** Where it says so itself. */
    record Chunked() implements AnswerFraming {}

    /** With the connection. */
    record ToTheEnd() implements AnswerFraming {}

    /**
     * Reads it from the head of the answer to such a request.
     *
     * @throws UpstreamException when the head leaves a doubt
     */
    static AnswerFraming of(Method method, AnswerHead head) throws UpstreamException {
        Headers headers = head.headers();
        List<String> codings = headers.all(HeaderNames.TRANSFER_ENCODING, List::of);
        long length = length(headers.all(HeaderNames.CONTENT_LENGTH, List::of));
        if (!codings.isEmpty()) {
            requireChunkedAlone(head, codings, length);
        }
        int status = head.status();
        if (method.equals(Method.HEAD) || status == 204 || status == 304 || length == 0) {
            return new Nothing();
        }
        return codings.isEmpty() ? length < 0 ? new ToTheEnd() : new Sized(length) : new Chunked();
    }

    private static void requireChunkedAlone(AnswerHead head, List<String> codings, long length)
            throws UpstreamException {
        if (length >= 0) {
            throw UpstreamException.malformed("two lengths of one body");
        }
        if (!head.latest()
                || codings.size() != 1
                || !codings.getFirst().equalsIgnoreCase("chunked")) {
            throw UpstreamException.malformed("a transfer coding that is not known");
        }
    }

    /** -1 when there is no field; two of them are refused even where they agree. */
    private static long length(List<String> lines) throws UpstreamException {
        if (lines.isEmpty()) {
            return -1;
        }
        long length = lines.size() == 1 ? HeaderSyntax.number(lines.getFirst()) : -1;
        if (length < 0) {
            throw UpstreamException.malformed("a length of a body");
        }
        return length;
    }
}
