package dev.keystile.app.http;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * HTTP written by hand on a socket, so that a test decides about every byte; reads until the server
 * closes.
 */
public record Raw(int port) {
    private static final int PATIENCE_MS = 20_000;

    /** An answer: names of headers in lower case, a chunked body put together. */
    public record Answer(int status, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
            return values.isEmpty() ? "" : values.getFirst();
        }

        public boolean has(String name) {
            return headers.containsKey(name.toLowerCase(Locale.ROOT));
        }

        public JsonObject json() {
            return Json.createReader(new StringReader(body)).readObject();
        }
    }

    /**
     * A request after whose answer the server closes.
     *
     * @param line method and target
     * @param body empty for none
     * @param headers whole lines
     */
    public static String request(String line, String host, String body, String... headers) {
        var fields = new ArrayList<>(List.of("Host: " + host, "Connection: close"));
        fields.addAll(List.of(headers));
        if (!body.isEmpty()) {
            fields.add("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
        }
        return line + " HTTP/1.1\n" + String.join("\n", fields) + "\n\n" + body;
    }

    /**
     * Sends text as it stands, every line break a CRLF, and reads one answer to the end of the
     * connection.
     */
    public Answer send(String request) {
        return send(request, StandardCharsets.UTF_8);
    }

    /** The same in another encoding. */
    public Answer send(String request, Charset charset) {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(charset));
            socket.getOutputStream().flush();
            return parse(
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n");
        Map<String, List<String>> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.computeIfAbsent(
                            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                            _ -> new ArrayList<>())
                    .add(lines[i].substring(colon + 1).strip());
        }
        String body = text.substring(end + 4);
        boolean chunked = headers.getOrDefault("transfer-encoding", List.of()).contains("chunked");
        return new Answer(
                Integer.parseInt(lines[0].split(" ")[1]), headers, chunked ? unchunk(body) : body);
    }

    private static String unchunk(String chunks) {
        var body = new StringBuilder();
        int at = 0;
        while (true) {
            int line = chunks.indexOf("\r\n", at);
            int length = Integer.parseInt(chunks.substring(at, line), 16);
            if (length == 0) {
                return body.toString();
            }
            body.append(chunks, line + 2, line + 2 + length);
            at = line + 2 + length + 2;
        }
    }
}
