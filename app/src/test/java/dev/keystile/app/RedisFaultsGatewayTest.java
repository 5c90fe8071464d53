package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.Logged;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.OwnRedis;
import dev.keystile.app.flow.RedisLine;
import dev.keystile.app.flow.RunningGateway;
import dev.keystile.app.flow.Wire;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients are told when a Redis is there and does not do what it is asked. */
class RedisFaultsGatewayTest {
    private static final String PASSWORD = "s3cret";
    private static final String WITH_PASSWORD = "AUTH " + PASSWORD;
    private static final int ATTEMPTS = 600;

    @TempDir private Path folder;
    private final Wire wire = new Wire();
    private OwnRedis redis;

    @BeforeEach
    void start() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        redis = new OwnRedis("dir " + data, "requirepass " + PASSWORD);
        redis.start();
    }

    @AfterEach
    void stop() throws IOException {
        redis.stop();
        wire.close();
    }

    private String url(String password) {
        return "redis://:" + password + "@127.0.0.1:" + redis.port();
    }

    private OpenGateway gateway() {
        return OpenGateway.onLoopback(
                InstantSource.system(),
                Map.of(
                        "STORAGE", "redis",
                        "REDIS_URL", url(PASSWORD),
                        "KEYSTILE_SECRET", "0123456789abcdef0123456789abcdef"));
    }

    private String ask(String... commands) {
        String[] all = new String[commands.length + 1];
        all[0] = WITH_PASSWORD;
        System.arraycopy(commands, 0, all, 1, commands.length);
        return RedisLine.ask(redis.port(), all);
    }

    /** The answer that is no 503 any more, for nobody says when a connection is made again. */
    private static HttpResponse<String> whenBack(Supplier<HttpResponse<String>> request) {
        HttpResponse<String> answer = request.get();
        for (int attempt = 0; attempt < ATTEMPTS && answer.statusCode() == 503; attempt++) {
            pause();
            answer = request.get();
        }
        return answer;
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REPLICAOF 127.0.0.1 1 | REPLICAOF NO ONE | Redis is a replica and takes no writes",
                "CONFIG SET maxmemory 1 | CONFIG SET maxmemory 0 | Redis has reached its maxmemory",
            })
    void whereItTakesNoWritesReadsGoOn(String fault, String remedy, String reason) {
        try (var gateway = gateway();
                var log = new Logged()) {
            var connection = Connection.made(wire, gateway.base());
            String code = connection.code();
            assertThat(ask(fault)).isEqualTo("+OK");

            assertNoWritesButReads(connection, code);
            assertThat(log.of("store.unavailable")).anyMatch(line -> line.contains(reason));
            assertThat(log.of("request.failed")).isEmpty();

            ask(remedy);
            connection.assertWorks();
            assertThat(redemption(connection, code).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whereItCannotSaveReadsGoOn() throws IOException {
        try (var gateway = gateway();
                var log = new Logged()) {
            var connection = Connection.made(wire, gateway.base());
            String code = connection.code();
            ask("CONFIG SET save \"900 1\"");
            Files.delete(folder.resolve("data"));
            ask("BGSAVE");
            whenRefused(connection);

            assertNoWritesButReads(connection, code);
            assertThat(log.of("store.unavailable"))
                    .anyMatch(line -> line.contains("Redis cannot save to its disk"));

            ask("CONFIG SET dir " + folder, "SAVE");
            connection.assertWorks();
            assertThat(redemption(connection, code).statusCode()).isEqualTo(200);
        }
    }

    /** Redis learns from the end of a process of its own that it cannot save. */
    private static void whenRefused(Connection connection) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (connection.refreshing().statusCode() == 503) {
                return;
            }
            connection.refresh();
            pause();
        }
    }

    private static HttpResponse<String> redemption(Connection connection, String code) {
        return connection.client().redemption(code, OAuthClient.VERIFIER);
    }

    private static void assertNoWritesButReads(Connection connection, String code) {
        Connection.assertAway(
                List.of(
                        connection.refreshing(),
                        redemption(connection, code),
                        connection.revoking(),
                        connection.registering()));
        assertThat(connection.calling().statusCode()).isEqualTo(200);
        assertThat(connection.managing().statusCode()).isEqualTo(200);
        assertThat(connection.authorizing().statusCode()).isEqualTo(200);
        assertThat(connection.allowing()).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CONFIG SET requirepass an0ther | AUTH an0ther | CONFIG SET requirepass s3cret | Redis refused the user or the password",
                "ACL SETUSER default -get -eval -evalsha | AUTH s3cret | ACL SETUSER default +@all | Redis does not permit this user",
            })
    void whereItLetsNobodyInNothingGoesOn(
            String fault, String login, String remedy, String reason) {
        try (var gateway = gateway();
                var log = new Logged()) {
            var connection = Connection.made(wire, gateway.base());
            String code = connection.code();
            ask(fault);
            RedisLine.ask(
                    redis.port(), login, "CLIENT KILL TYPE normal", "CLIENT KILL TYPE pubsub");

            Connection.assertAway(
                    List.of(
                            connection.refreshing(),
                            redemption(connection, code),
                            connection.revoking(),
                            connection.registering(),
                            connection.calling(),
                            connection.managing()));
            assertThat(log.of("store.unavailable")).anyMatch(line -> line.contains(reason));
            assertThat(log.of("mcp.token-unchecked")).isNotEmpty();
            assertThat(log.of("request.failed")).isEmpty();

            RedisLine.ask(redis.port(), login, remedy);
            assertThat(whenBack(connection::managing).statusCode()).isEqualTo(200);
            connection.assertWorks();
        }
    }

    /** The one fault that looks like what it is not: nobody can tell a lost record from none. */
    @Test
    void whatRedisEvictedIsGone() {
        try (var gateway = gateway()) {
            var connection = Connection.made(wire, gateway.base());
            assertThat(connection.calling().statusCode()).isEqualTo(200);
            ask("EVAL \"redis.call('DEL', unpack(redis.call('KEYS', 'keystile:grant:*')))\" 0");

            assertThat(connection.refreshing().body()).contains("invalid_grant");
            assertThat(connection.managing().statusCode()).isEqualTo(200);

            ask("EVAL \"redis.call('DEL', unpack(redis.call('KEYS', 'keystile:client:*')))\" 0");
            assertThat(connection.refreshing().statusCode()).isEqualTo(401);
            assertThat(connection.refreshing().body()).contains("invalid_client");
        }
    }

    @ParameterizedTest
    @CsvSource({"wr0ng, refused the user or the password", "'', wants a password"})
    void aStartWithAWrongPasswordEndsWithOneLine(String password, String reason) {
        var err = new StringWriter();
        Map<String, String> environment =
                Map.of(
                        "PORT",
                        Integer.toString(RunningGateway.freePort()),
                        "MANAGEMENT_PORT",
                        "0",
                        "REDIS_URL",
                        password.isEmpty() ? redis.url() : url(password),
                        "KEYSTILE_SECRET",
                        "0123456789abcdef0123456789abcdef");

        int status =
                Main.commandLine(environment, new SecureRandom())
                        .setErr(new PrintWriter(err))
                        .execute();

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("keystile: cannot use Redis at 127.0.0.1:" + redis.port())
                .contains(reason, "that its URL is right, then start again")
                .doesNotContain("wr0ng")
                .hasLineCount(1);
    }
}
