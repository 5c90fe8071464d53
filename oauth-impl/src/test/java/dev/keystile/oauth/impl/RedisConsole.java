package dev.keystile.oauth.impl;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Commands to a Redis on this machine, by its protocol and nothing else (RESP2). */
final class RedisConsole implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    RedisConsole(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** One command on a connection of its own; lines of several values. */
    static String ask(int port, String... command) {
        try (var console = new RedisConsole(port)) {
            return text(console.send(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text, a number, a list of these, or null; an error is thrown. */
    Object send(String... command) throws IOException {
        begin(command);
        return read();
    }

    /** Waits for no answer. */
    void begin(String... command) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(utf8("*" + command.length + "\r\n"));
        for (String part : command) {
            bytes.writeBytes(utf8("$" + utf8(part).length + "\r\n" + part + "\r\n"));
        }
        socket.getOutputStream().write(bytes.toByteArray());
    }

    private Object read() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case ':' -> Long.valueOf(rest);
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> list(Integer.parseInt(rest));
            default -> throw new IOException(line);
        };
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length);
        in.skipNBytes(2);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private List<Object> list(int size) throws IOException {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(read());
        }
        return list;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new IOException("Redis hung up");
            }
            line.append((char) c);
        }
        in.skipNBytes(1);
        return line.toString();
    }

    private static String text(Object answer) {
        return answer instanceof List<?> list
                ? String.join("\n", list.stream().map(RedisConsole::text).toList())
                : String.valueOf(answer);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
