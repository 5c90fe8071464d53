package dev.keystile.oauth.impl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** A Redis of a test's own, on loopback; what it keeps lies in a folder that goes with it. */
final class RedisProcess implements AutoCloseable {
    /** Redisson tells of every connection it makes; kept here so that its level is. */
    private static final Logger REDISSON = Logger.getLogger("org.redisson");

    static {
        REDISSON.setLevel(Level.SEVERE);
    }

    private final int port;
    private final Path folder;
    private final Path config;
    private final List<String> command = new ArrayList<>();
    private Process process;

    /** Starts one with these options of its configuration. */
    static RedisProcess start(RedisBinary binary, String... options) {
        return start(binary, freePort(), options);
    }

    static RedisProcess start(RedisBinary binary, int port, String... options) {
        try {
            var redis = new RedisProcess(binary, port, options);
            redis.start();
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sentinel that watches over one master, named mymaster. */
    static RedisProcess sentinel(RedisBinary binary, int masterPort) {
        try {
            var redis = new RedisProcess(binary, freePort(), "--sentinel");
            Files.writeString(
                    redis.config, "sentinel monitor mymaster 127.0.0.1 " + masterPort + " 1\n");
            redis.start();
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RedisProcess(RedisBinary binary, int port, String... options) throws IOException {
        this.port = port;
        this.folder = Files.createTempDirectory("redis-");
        this.config = Files.createFile(folder.resolve("redis.conf"));
        command.addAll(List.of(binary.path().toString(), config.toString()));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(List.of("--dir", folder.toString(), "--save", ""));
        command.addAll(Arrays.asList(options));
    }

    int port() {
        return port;
    }

    RedisUrl url() {
        return RedisUrl.parse("redis://127.0.0.1:" + port, false);
    }

    String ask(String... question) {
        return RedisConsole.ask(port, question);
    }

    /** The same with this password. */
    String askAs(String password, String... question) {
        try (var console = new RedisConsole(port)) {
            console.send("AUTH", password);
            return String.valueOf(console.send(question));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it without waiting for it. */
    void launch() throws IOException {
        process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
    }

    /** Starts it, or starts it again with what it has saved. */
    void start() throws IOException {
        launch();
        for (int attempt = 0; attempt < 600; attempt++) {
            if (!process.isAlive()) {
                throw new IOException(Files.readString(folder.resolve("log")));
            }
            if (answers()) {
                return;
            }
            sleep();
        }
        throw new IOException("Redis did not start");
    }

    private boolean answers() {
        try (var console = new RedisConsole(port)) {
            console.send("PING");
            return true;
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).startsWith("-NOAUTH");
        }
    }

    /** Ends it from one moment to the next, as a crash does. */
    void stop() {
        process.destroyForcibly();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Every key, and every value. */
    List<String> dump() {
        return ask("KEYS", "*").lines().flatMap(key -> Stream.of(key, value(key))).toList();
    }

    private String value(String key) {
        return ask("TYPE", key).equals("zset")
                ? ask("ZRANGE", key, "0", "-1", "WITHSCORES")
                : ask("GET", key);
    }

    /** Makes it hang, without an end of its connections. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Loses what it has saved. */
    void forget() throws IOException {
        emptyFolder();
        Files.createDirectories(folder);
        Files.createFile(config);
    }

    /** Takes away the folder it saves to. */
    void loseFolder() {
        emptyFolder();
    }

    @Override
    public void close() {
        stop();
        emptyFolder();
    }

    private void emptyFolder() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A port that nobody listens on, nor on a cluster's own 10,000 above it. Both are below those
     * that systems give to whoever names none: no other socket is handed one before it is used.
     */
    static int freePort() {
        return ThreadLocalRandom.current()
                .ints(10_000, 22_768)
                .filter(port -> isFree(port) && isFree(port + 10_000))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
