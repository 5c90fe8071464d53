package dev.keystile.bench.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One connection that is kept open, and a client of HTTP/1.1 that is no slower than it has to be.
 */
final class HttpCaller implements AutoCloseable {
    /** The media type of {@link #form}. */
    static final String FORM = "application/x-www-form-urlencoded";

    private static final int MOST = 1 << 20;

    private final Socket socket;
    private final InputStream in;
    private final String host;
    private int requests;

    HttpCaller(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.host = "localhost:" + port;
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 16_384);
    }

    /**
     * What came back.
     *
     * @param head in lower case names, as it came otherwise
     */
    record Answer(int status, String head, String body) {
        /** The value of a header field; empty when it is not there. */
        String field(String name) {
            List<String> values = fields(name);
            return values.isEmpty() ? "" : values.getFirst();
        }

        /** All values of a header field. */
        List<String> fields(String name) {
            String start = "\r\n" + name + ":";
            String lower = head.toLowerCase(Locale.ROOT);
            List<String> values = new ArrayList<>();
            for (int at = lower.indexOf(start); at >= 0; at = lower.indexOf(start, at + 2)) {
                int end = head.indexOf("\r\n", at + 2);
                values.add(head.substring(at + start.length(), end).strip());
            }
            return values;
        }

        Answer expect(int wanted) {
            if (status != wanted) {
                throw new IllegalStateException("status " + status + ": " + body);
            }
            return this;
        }
    }

    /** As a form is sent. */
    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field ->
                        field.getKey()
                                + "="
                                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** How many were sent. */
    int requests() {
        return requests;
    }

    Answer get(String path, String fields) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n");
    }

    Answer post(String path, String type, String fields, String body) throws IOException {
        return send(
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: "
                        + host
                        + "\r\nContent-Type: "
                        + type
                        + "\r\nContent-Length: "
                        + body.length()
                        + "\r\n"
                        + fields
                        + "\r\n"
                        + body);
    }

    private Answer send(String request) throws IOException {
        requests++;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        String head = head();
        int status = Integer.parseInt(head.substring(9, 12));
        var answer = new Answer(status, head, "");
        String length = answer.field("content-length");
        String body =
                answer.field("transfer-encoding").isEmpty()
                        ? text(length.isEmpty() ? 0 : Integer.parseInt(length))
                        : chunks();
        return new Answer(status, head, body);
    }

    private String head() throws IOException {
        var head = new StringBuilder(512);
        int last = 0;
        for (int b = in.read(); b >= 0 && head.length() < MOST; b = in.read()) {
            head.append((char) b);
            last = last << 8 | b;
            if (last == 0x0d0a0d0a) {
                return head.toString();
            }
        }
        throw new IOException("the connection was closed");
    }

    private String chunks() throws IOException {
        var body = new StringBuilder();
        for (int length = chunk(); length > 0; length = chunk()) {
            body.append(text(length));
            var _ = line();
        }
        var _ = line();
        return body.toString();
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n' && b >= 0; b = in.read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }

    private String text(int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
