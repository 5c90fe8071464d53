package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.config.LiveConfig;
import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.OwnRedis;
import dev.keystile.app.flow.RunningGateway;
import dev.keystile.app.flow.Wire;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway with its state in Redis. */
class RedisGatewayTest {
    private static final String KEY = "jean_sk_demo_1";

    private final Wire wire = new Wire();
    private final int port = RunningGateway.freePort();
    private final int managementPort = RunningGateway.freePort();
    private final String base = "http://localhost:" + port;
    private final OwnRedis redis = new OwnRedis();

    @AfterEach
    void stop() throws IOException {
        redis.stop();
        wire.close();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(RunningGateway.environment(port));
        environment.remove("STORAGE");
        environment.put("MANAGEMENT_PORT", Integer.toString(managementPort));
        environment.put("REDIS_URL", redis.url());
        environment.put("KEYSTILE_SECRET", "0123456789abcdef0123456789abcdef");
        return environment;
    }

    private Gateway startGateway() {
        return Gateway.start(
                LiveConfig.read(environment(), null), InstantSource.system(), new SecureRandom());
    }

    private int ready() {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + managementPort + "/health/ready");
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        for (int attempt = 0; attempt < 600; attempt++) {
            if (condition.getAsBoolean()) {
                return;
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        throw new AssertionError("waited for a minute in vain");
    }

    @Test
    void clientsAndTokensOutliveTheGateway() throws Exception {
        redis.start();
        Connection connection;
        try (var gateway = startGateway()) {
            assertThat(Greeting.of(gateway))
                    .contains("State is kept in Redis at 127.0.0.1:" + redis.port());
            assertThat(Serving.started(gateway)).endsWith(" storage=redis");
            connection = Connection.made(wire, base);
        }

        try (var gateway = startGateway()) {
            assertThat(gateway.storage()).isNotNull();
            connection.assertWorks();
        }
    }

    @Test
    void whatIsExportedAndImportedElsewhereKeepsEveryClientConnected(@TempDir Path folder)
            throws Exception {
        redis.start();
        Connection connection;
        try (var gateway = startGateway()) {
            assertThat(gateway.storage()).isNotNull();
            connection = Connection.made(wire, base);
        }
        Path records = folder.resolve("records");
        String elsewhere =
                Files.writeString(folder.resolve("k.yaml"), "redis: {key-prefix: 'elsewhere:'}\n")
                        .toString();

        String written = CommandLines.run(environment(), "store", "export", records.toString());
        assertThat(written).matches(FileGatewayTest.RECORDS_WRITTEN);
        String count = written.substring(0, 1);
        assertThat(CommandLines.run(environment(), "store", "export", records.toString()))
                .contains("exists already");
        assertThat(Files.readString(records)).doesNotContain(KEY);
        String[] carry = {"store", "import", "--config", elsewhere, records.toString()};
        assertThat(CommandLines.run(environment(), carry))
                .startsWith(count + " records read from")
                .endsWith(", 0 left as the store had them\n");
        assertThat(CommandLines.run(environment(), carry))
                .as("repeated")
                .startsWith(count + " records read from");

        var there = LiveConfig.read(environment(), Path.of(elsewhere));
        try (var gateway = Gateway.start(there, InstantSource.system(), new SecureRandom())) {
            assertThat(gateway.storage()).isNotNull();
            connection.assertWorks();
        }
    }

    @Test
    void readyIsRedUntilRedisIsThere() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var start = executor.submit(this::startGateway);
            await(() -> ready() == 503);
            assertThat(start.isDone()).isFalse();

            redis.start();
            try (var gateway = start.get()) {
                assertThat(gateway.storage()).isNotNull();
                assertThat(ready()).isEqualTo(200);
            }
        }
    }

    @Test
    void withoutRedisItComesBackByItself() throws Exception {
        redis.start();
        try (var gateway = startGateway()) {
            var connection = Connection.made(wire, base);
            redis.stop();

            Connection.assertAway(List.of(connection.refreshing(), connection.calling()));
            assertThat(ready()).isEqualTo(503);

            redis.start();
            await(() -> ready() == 200);
            assertThat(Connection.made(wire, base).tokens()).containsKey("access_token");
            assertThat(gateway.storage()).isNotNull();
        }
    }

    @Test
    void aStartWithoutRedisEndsWithOneLine(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("keystile.yaml");
        Files.writeString(file, "redis:\n  start-limit: 0s\n");
        Map<String, String> environment = environment();
        environment.put("REDIS_URL", "redis://:s3cret@127.0.0.1:" + redis.port());
        var err = new StringWriter();

        int status =
                Main.commandLine(environment, new SecureRandom())
                        .setErr(new PrintWriter(err))
                        .execute("--config", file.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("keystile: cannot use Redis at 127.0.0.1:" + redis.port())
                .doesNotContain("s3cret")
                .hasLineCount(1);
    }
}
