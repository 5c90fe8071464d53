package dev.keystile.mcp.bridge;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The head of an answer (RFC 9112 sections 4 and 5), read strictly: what two readers could take for
 * different things is refused.
 *
 * @param latest whether it came in HTTP/1.1; before that connections were used once
 */
record AnswerHead(int status, boolean latest, Headers headers) {
    /** Longest head in bytes. */
    static final int MAX_BYTES = 64 << 10;

    /** Most lines with fields. */
    static final int MAX_FIELDS = 256;

    private static final HeaderName KEEP_ALIVE = HeaderNames.create("Keep-Alive");

    /** The parameter that tells for how many seconds. */
    private static final String KEPT = "timeout=";

    /** Most interim answers before the answer. */
    static final int MAX_INTERIM = 8;

    /** Reads the next answer's; interim ones (RFC 9110 section 15.2) are left out. */
    static AnswerHead read(WireReader in) throws IOException {
        for (int i = 0; i <= MAX_INTERIM; i++) {
            AnswerHead head = next(in);
            if (head.status >= 200) {
                return head;
            }
            if (head.status == 101) {
                throw UpstreamException.malformed("a switch to another protocol");
            }
        }
        throw UpstreamException.malformed("too many interim answers");
    }

    /** Whether another answer may come over the connection after this one and its body. */
    boolean keepsConnection() {
        return latest
                && !hasDoubtfulBody()
                && !HeaderPolicy.tokens(headers.all(HeaderNames.CONNECTION, List::of))
                        .contains("close");
    }

    /**
     * How long the connection may be idle before it is used again: a second less than the server
     * says that it keeps it ({@code Keep-Alive}, RFC 2068 section 19.7.1), since what it closes
     * just as a call goes out is lost to that call. {@link UpstreamPool#MAX_IDLE} when it says
     * nothing, or more than that.
     */
    Duration mostIdle() {
        if (!headers.contains(KEEP_ALIVE)) {
            return UpstreamPool.MAX_IDLE;
        }
        long kept =
                HeaderPolicy.tokens(headers.all(KEEP_ALIVE, List::of)).stream()
                        .filter(parameter -> parameter.startsWith(KEPT))
                        .mapToLong(parameter ->
                                HeaderSyntax.number(parameter.substring(KEPT.length())))
                        .filter(seconds -> seconds >= 0)
                        .min()
                        .orElse(Long.MAX_VALUE);
        return Duration.ofSeconds(Math.clamp(kept - 1, 0, UpstreamPool.MAX_IDLE.toSeconds()));
    }

    /** There is no body, and yet a field about one: a wrong server may send it all the same. */
    private boolean hasDoubtfulBody() {
        return (status == 204 || status == 304)
                && (headers.contains(HeaderNames.TRANSFER_ENCODING)
                        || headers.contentLength().orElse(0) != 0);
    }

    private static AnswerHead next(WireReader in) throws IOException {
        String first = in.line(MAX_BYTES);
        int status = status(first);
        WritableHeaders<?> headers = WritableHeaders.create();
        int left = MAX_BYTES - first.length();
        int fields = 0;
        for (String line = in.line(left); !line.isEmpty(); line = in.line(left)) {
            if (++fields > MAX_FIELDS) {
                throw UpstreamException.malformed("too many fields");
            }
            headers.add(field(line));
            left -= line.length();
        }
        return new AnswerHead(status, first.startsWith("HTTP/1.1"), headers);
    }

    /** The status in {@code HTTP/1.1 200 OK}; the reason may be missing, and with it its space. */
    private static int status(String line) throws UpstreamException {
        boolean wellFormed =
                (line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 "))
                        && (line.length() == 12 || (line.length() > 12 && line.charAt(12) == ' '))
                        && HeaderSyntax.isText(line);
        long status = wellFormed ? HeaderSyntax.number(line.substring(9, 12)) : -1;
        if (status < 100 || status > 599) {
            throw UpstreamException.malformed("a status line");
        }
        return (int) status;
    }

    /** A line that begins with a space goes on with the one before in old HTTP: it has no name. */
    private static Header field(String line) throws UpstreamException {
        int colon = line.indexOf(':');
        String name = line.substring(0, Math.max(0, colon));
        String value = line.substring(colon + 1);
        if (!HeaderSyntax.isToken(name)) {
            throw UpstreamException.malformed("the name of a field");
        }
        if (!HeaderSyntax.isText(value)) {
            throw UpstreamException.malformed("the value of a field");
        }
        return HeaderValues.create(HeaderNames.create(name), value.strip());
    }
}
