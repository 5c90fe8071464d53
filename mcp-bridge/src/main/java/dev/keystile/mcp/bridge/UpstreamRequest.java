package dev.keystile.mcp.bridge;

import io.helidon.http.Header;
import io.helidon.http.Method;
import io.helidon.http.WritableHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A request to an upstream. For one thread. */
final class UpstreamRequest {
    private final Method method;
    private final Upstream at;
    private final WritableHeaders<?> headers = WritableHeaders.create();
    private Duration readTimeout;

    /**
     * A request without fields.
     *
     * @param readTimeout how long the upstream may be silent
     */
    UpstreamRequest(Method method, Upstream at, Duration readTimeout) {
        this.method = method;
        this.at = at;
        this.readTimeout = readTimeout;
    }

    Method method() {
        return method;
    }

    Upstream at() {
        return at;
    }

    /** Its fields, but for those about the connection and the body, which are added at last. */
    WritableHeaders<?> headers() {
        return headers;
    }

    UpstreamRequest header(Header field) {
        headers.add(field);
        return this;
    }

    UpstreamRequest readTimeout(Duration silence) {
        readTimeout = silence;
        return this;
    }

    Duration readTimeout() {
        return readTimeout;
    }

    /**
     * The head as it goes out (RFC 9112 section 3).
     *
     * @throws IllegalArgumentException for a field that would not be one line; it says nothing of
     *     it
     */
    byte[] head(int bodyLength) {
        StringBuilder head =
                new StringBuilder(512)
                        .append(method.text())
                        .append(' ')
                        .append(at.target())
                        .append(" HTTP/1.1\r\n");
        line(head, "Host", at.origin().authority());
        line(head, "Connection", "keep-alive");
        for (Header field : headers) {
            field.allValues().forEach(value -> line(head, field.headerName().defaultCase(), value));
        }
        if (bodyLength > 0 || method.equals(Method.POST)) {
            line(head, "Content-Length", Integer.toString(bodyLength));
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void line(StringBuilder head, String name, String value) {
        if (!HeaderSyntax.isToken(name) || !HeaderSyntax.isText(value)) {
            throw new IllegalArgumentException("a field that cannot be sent");
        }
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
