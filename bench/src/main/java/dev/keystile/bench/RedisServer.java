package dev.keystile.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A {@code redis-server} of our own on a free loopback port; it saves nothing. */
public final class RedisServer implements AutoCloseable {
    /** How its options read in the report. */
    static final String PERSISTENCE = "--save '' --appendonly no";

    private static final Pattern USED = Pattern.compile("(?m)^used_memory:(\\d+)");
    private static final Pattern VERSION = Pattern.compile("(?m)^redis_version:([^\\r\\n]+)");
    private static final int ATTEMPTS = 200;
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration TO_END = Duration.ofSeconds(30);

    private final int port;
    private final Process process;

    private RedisServer(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** The program, where one is on the path. */
    public static Optional<Path> onThePath() {
        String folders = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(folders.split(File.pathSeparator))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts one that lies in this folder. */
    public static RedisServer start(Path program, Path folder) {
        int port = Ports.free();
        var builder =
                new ProcessBuilder(
                        program.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        folder.toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "no");
        File log = folder.resolve("redis.log").toFile();
        builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log);
        try {
            var server = new RedisServer(port, builder.start());
            server.awaitAnswer();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Bytes it has allocated. */
    long usedMemory() {
        return Long.parseLong(info(USED));
    }

    String version() {
        return info(VERSION);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TO_END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAnswer() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                var _ = version();
                return;
            } catch (UncheckedIOException | IllegalStateException e) {
                if (attempt == ATTEMPTS || !process.isAlive()) {
                    close();
                    throw new IOException("redis-server did not start", e);
                }
            }
            Pause.of(PAUSE);
        }
    }

    private String info(Pattern wanted) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            byte[] question = "INFO\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(question);
            byte[] answer = socket.getInputStream().readAllBytes();
            Matcher matcher = wanted.matcher(new String(answer, StandardCharsets.UTF_8));
            if (!matcher.find()) {
                throw new IllegalStateException("Redis does not answer yet");
            }
            return matcher.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
