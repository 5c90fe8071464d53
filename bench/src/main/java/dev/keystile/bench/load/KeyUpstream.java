package dev.keystile.bench.load;

import dev.keystile.bench.SocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An MCP server of one tool. It answers as JSON, or at {@code /events} as a stream of one event.
 */
final class KeyUpstream implements AutoCloseable {
    /** How every good key begins. */
    static final String KEY = "bench_key_";

    private static final String JSON = "application/json";
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");
    private static final Pattern ID = Pattern.compile("\"id\" *: *(\"[^\"]*\"|\\d+)");
    private static final String INITIALIZED =
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"bench\",\"version\":\"1\"}}";
    private static final String TOOLS =
            "{\"tools\":[{\"name\":\"search\",\"inputSchema\":{\"type\":\"object\"}}]}";
    private static final String CALLED =
            "{\"content\":[{\"type\":\"text\",\"text\":\"" + "x".repeat(200) + "\"}]}";

    private final SocketServer server;

    /** Starts on a free port. */
    KeyUpstream() throws IOException {
        this.server = SocketServer.start(KeyUpstream::talk);
    }

    URI uri() {
        return server.uri("/mcp");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static void talk(InputStream in, OutputStream out) throws IOException {
        for (String head = head(in); !head.isEmpty(); head = head(in)) {
            byte[] body = in.readNBytes(length(head));
            out.write(answer(head, new String(body, StandardCharsets.ISO_8859_1)));
        }
    }

    /** Up to the empty line, in lower case but for values; empty when the client has left. */
    static String head(InputStream in) throws IOException {
        var head = new StringBuilder(512);
        int last = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.append((char) b);
            last = last << 8 | b;
            if (last == 0x0d0a0d0a) {
                return head.toString().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    /** How many bytes follow a head. */
    static int length(String head) {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    /** What comes of a request. */
    static byte[] answer(String head, String body) {
        if (!head.contains("\r\nx-api-key: " + KEY)) {
            return response("401 Unauthorized", JSON, "{}");
        }
        Matcher id = ID.matcher(body);
        if (!id.find()) {
            return response("202 Accepted", JSON, "");
        }
        String message = message(id.group(1), body);
        return head.startsWith("post /events ")
                ? response("200 OK", "text/event-stream", "data: " + message + "\n\n")
                : response("200 OK", JSON, message);
    }

    private static String message(String id, String body) {
        String start = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",";
        if (body.contains("\"tools/call\"")) {
            return start + "\"result\":" + CALLED + "}";
        }
        if (body.contains("\"tools/list\"")) {
            return start + "\"result\":" + TOOLS + "}";
        }
        if (body.contains("\"initialize\"")) {
            return start + "\"result\":" + INITIALIZED + "}";
        }
        return start + "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}";
    }

    private static byte[] response(String status, String type, String body) {
        String head =
                "HTTP/1.1 "
                        + status
                        + "\r\nContent-Type: "
                        + type
                        + "\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.ISO_8859_1);
    }
}
