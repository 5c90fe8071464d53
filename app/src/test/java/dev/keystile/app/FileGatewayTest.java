package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.config.LiveConfig;
import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.Logged;
import dev.keystile.app.flow.OwnRedis;
import dev.keystile.app.flow.RunningGateway;
import dev.keystile.app.flow.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as it starts with nothing said of storage: its state in a file. */
class FileGatewayTest {
    /** Four of a connection, its steps, and counts of an hour and a day; or of two of either. */
    static final String RECORDS_WRITTEN = "(?s)[789] records written.*";

    @TempDir private Path folder;
    private final Wire wire = new Wire();
    private final int port = RunningGateway.freePort();
    private final String base = "http://localhost:" + port;

    @AfterEach
    void stop() {
        wire.close();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(RunningGateway.environment(port));
        environment.remove("STORAGE");
        environment.put("STORAGE_PATH", data().toString());
        return environment;
    }

    private static Gateway start(Map<String, String> environment) {
        return Gateway.start(
                LiveConfig.read(environment, null), InstantSource.system(), new SecureRandom());
    }

    @Test
    void clientsAndTokensOutliveTheGatewayWithNothingConfigured() throws IOException {
        Connection connection;
        try (var gateway = start(environment())) {
            assertThat(Greeting.of(gateway))
                    .contains("State is kept in a file in " + data() + " and survives a restart.");
            assertThat(Serving.started(gateway)).endsWith(" storage=file");
            connection = Connection.made(wire, base);
        }

        try (var gateway = start(environment())) {
            assertThat(gateway.storage()).isNotNull();
            assertThat(connection.calling().statusCode()).isEqualTo(200);
            connection.assertWorks();
        }
        try (Stream<Path> files = Files.list(data())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("keystile.mv", "keystile.lock", "keystile.secret");
        }
    }

    @Test
    void aConfiguredSecretTakesOverFromTheKeptOne() {
        Connection connection;
        try (var gateway = start(environment())) {
            assertThat(gateway.storage()).isNotNull();
            connection = Connection.made(wire, base);
        }

        Map<String, String> environment = environment();
        environment.put("KEYSTILE_SECRET", "0123456789abcdef0123456789abcdef");
        try (var gateway = start(environment)) {
            assertThat(gateway.storage()).isNotNull();
            connection.assertWorks();
        }
    }

    @Test
    void aStartWithoutTheSecretOfItsRecordsEndsWithOneLine() throws IOException {
        try (var gateway = start(environment())) {
            assertThat(gateway.storage()).isNotNull();
            Connection.made(wire, base);
        }
        Files.delete(data().resolve("keystile.secret"));

        assertThat(CommandLines.run(environment(), "serve"))
                .startsWith("keystile: there is no secret in " + data())
                .hasLineCount(1);
    }

    @Test
    void aStartWithAnotherSecretThanThatOfItsRecordsEndsWithOneLine() throws IOException {
        Map<String, String> environment = environment();
        environment.put("KEYSTILE_SECRET", "0123456789abcdef0123456789abcdef");
        start(environment).close();
        environment.put("KEYSTILE_SECRET", "mistyped-89abcdef0123456789abcdef");

        assertThat(CommandLines.run(environment, "serve"))
                .startsWith("keystile: the records in this store are sealed under another secret")
                .hasLineCount(1);
    }

    @Test
    void aSecondGatewayOnTheSameFolderEndsWithOneLine() {
        try (var gateway = start(environment())) {
            assertThat(gateway.storage()).isNotNull();

            assertThat(CommandLines.run(environment(), "serve"))
                    .startsWith("keystile: " + data() + " holds the store of ")
                    .contains("give each gateway a folder of its own")
                    .hasLineCount(1);
        }
    }

    @Test
    void aSecretBesideTheStoreIsWarnedOfWhereOthersCanReachTheGateway() {
        Map<String, String> reachable = environment();
        reachable.put("API_BASE_URL", "https://mcp.example.com");
        String warning = "secret.beside-store folder=" + data();

        try (var log = new Logged()) {
            start(reachable).close();
            assertThat(log.of("secret.beside-store")).containsExactly(warning);
        }
        try (var log = new Logged()) {
            start(environment()).close();
            reachable.put("KEYSTILE_SECRET", "0123456789abcdef0123456789abcdef");
            start(reachable).close();
            assertThat(log.of("secret.beside-store")).isEmpty();
        }
    }

    @Test
    void aFileIsMovedToRedisWithEveryClientStayingConnected() throws Exception {
        Connection connection;
        try (var gateway = start(environment())) {
            assertThat(gateway.storage()).isNotNull();
            connection = Connection.made(wire, base);
        }
        try (var redis = new OwnRedis().start()) {
            Map<String, String> inRedis = new HashMap<>(RunningGateway.environment(port));
            inRedis.remove("STORAGE");
            inRedis.put("REDIS_URL", redis.url());
            inRedis.put("KEYSTILE_SECRET_FILE", data().resolve("keystile.secret").toString());
            String records = folder.resolve("records").toString();

            String written = CommandLines.run(environment(), "store", "export", records);
            assertThat(written).matches(RECORDS_WRITTEN);
            assertThat(CommandLines.run(inRedis, "store", "import", records))
                    .startsWith(written.charAt(0) + " records read");
            try (var gateway = start(inRedis)) {
                assertThat(gateway.storage()).isNotNull();
                assertThat(connection.calling().statusCode()).isEqualTo(200);
                connection.assertWorks();
            }
        }
    }
}
