package dev.keystile.app.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A Redis of a test's own, which keeps nothing on the disk; not started yet. */
public final class OwnRedis implements AutoCloseable {
    private final int port = RunningGateway.freePort();
    private final RedisServer server;

    /** With more lines of its configuration. */
    public OwnRedis(String... settings) {
        try {
            RedisServerBuilder builder =
                    RedisServer.newRedisServer()
                            .port(port)
                            .setting("save \"\"")
                            .onShutdownForceStop(true);
            for (String setting : settings) {
                builder.setting(setting);
            }
            server = builder.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** What a gateway is told that keeps its state there. */
    public Map<String, String> variables() {
        return Map.of(
                "STORAGE",
                "redis",
                "REDIS_URL",
                url(),
                "KEYSTILE_SECRET",
                "0123456789abcdef0123456789abcdef");
    }

    /** The same one, which answers when this returns. */
    public OwnRedis start() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public void stop() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
