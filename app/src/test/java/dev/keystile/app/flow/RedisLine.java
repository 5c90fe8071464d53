package dev.keystile.app.flow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** Commands to a Redis on this machine, one a line, as somebody would type them. */
public final class RedisLine {
    private RedisLine() {}

    /** The first line of the last answer. */
    public static String ask(int port, String... commands) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                var in =
                        new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            String answer = "";
            for (String command : commands) {
                socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
                answer = in.readLine();
            }
            return String.valueOf(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
