package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.Logged;
import dev.keystile.app.flow.OwnRedis;
import dev.keystile.app.flow.RunningGateway;
import dev.keystile.app.flow.Wire;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.Store.Kind;
import dev.keystile.oauth.impl.FileStore;
import dev.keystile.oauth.impl.RedisSettings;
import dev.keystile.oauth.impl.RedisStore;
import dev.keystile.oauth.impl.RedisUrl;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients are told when a record is there and this version cannot read it. */
class UnreadableRecordsTest {
    private static final String NEWER = "{\"v\":3}";

    @TempDir private Path folder;
    private final InstantSource clock = InstantSource.system();
    private final Wire wire = new Wire();
    private final int port = RunningGateway.freePort();
    private final OwnRedis redis = new OwnRedis();

    @AfterEach
    void close() {
        wire.close();
    }

    private OpenGateway gateway(Map<String, String> storage) {
        Map<String, String> settings = new HashMap<>(storage);
        settings.put("PORT", Integer.toString(port));
        settings.put("KEYSTILE_SECRET", "0123456789abcdef0123456789abcdef");
        return OpenGateway.onLoopback(clock, settings);
    }

    private OpenGateway onFile() {
        return gateway(Map.of("STORAGE", "file", "STORAGE_PATH", folder.toString()));
    }

    private OpenGateway onRedis() {
        return gateway(Map.of("STORAGE", "redis", "REDIS_URL", redis.url()));
    }

    /** Puts this in place of every record of a kind; returns what stood there. */
    private static String put(Store store, Kind kind, String text) {
        String before = "";
        for (Store.Listed listed : store.list(kind, null, 100)) {
            var stored = store.find(new Store.Key(kind, listed.id())).orElseThrow();
            before = stored.value();
            assertThat(store.replace(stored, text, stored.ends())).isEqualTo(Store.Write.DONE);
        }
        return before;
    }

    private String putInFile(Kind kind, String text) {
        try (var store = FileStore.open(folder, clock)) {
            return put(store, kind, text);
        }
    }

    private String putInRedis(Kind kind, String text) {
        var settings = RedisSettings.of(RedisUrl.parse(redis.url(), false));
        try (var store = new RedisStore(settings, clock, new SecureRandom())) {
            store.connect();
            return put(store, kind, text);
        }
    }

    private static List<HttpResponse<String>> affected(Connection connection, Kind kind) {
        return switch (kind) {
            case CLIENT ->
                    List.of(
                            connection.refreshing(),
                            connection.calling(),
                            connection.managing(),
                            connection.revoking(),
                            connection.authorizing());
            case GRANT ->
                    List.of(connection.refreshing(), connection.calling(), connection.revoking());
            case ACCOUNT -> List.of(connection.refreshing(), connection.calling());
            default -> throw new IllegalArgumentException();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GRANT | {\"v\":3} | form 3 is not of this version",
                "GRANT | {\"v\":1} | form 1 is not of this version",
                "GRANT | {\"v\":2} | NullPointerException",
                "CLIENT | {\"v\":3} | form 3 is not of this version",
                "CLIENT | not JSON | JsonParsingException",
                "ACCOUNT | {\"v\":3} | form 3 is not of this version",
                "ACCOUNT | [] | JsonParsingException"
            })
    void inAFileTheyAreNoAbsentOnes(Kind kind, String text, String reason) {
        Connection connection;
        try (var gateway = onFile()) {
            connection = Connection.made(wire, gateway.base());
        }
        String before = putInFile(kind, text);

        try (var _ = onFile();
                var log = new Logged()) {
            Connection.assertAway(affected(connection, kind));

            assertThat(log.of("store.record-unreadable"))
                    .as("once for all that was asked")
                    .singleElement()
                    .asString()
                    .matches(".* kind=" + kind + " id=\\S+ reason=\".*" + reason + ".*\"");
            assertThat(log.of("store.unavailable")).isNotEmpty();
            assertThat(log.of("request.failed")).isEmpty();
        }
        putInFile(kind, before);
        try (var _ = onFile()) {
            connection.assertWorks();
        }
    }

    @ParameterizedTest
    @CsvSource({"GRANT", "CLIENT", "ACCOUNT"})
    void inRedisTheyAreNoAbsentOnes(Kind kind) throws Exception {
        redis.start();
        try (var gateway = onRedis();
                var log = new Logged()) {
            var connection = Connection.made(wire, gateway.base());
            String before = putInRedis(kind, NEWER);

            Connection.assertAway(affected(connection, kind));
            assertThat(log.of("store.record-unreadable")).hasSize(1);

            putInRedis(kind, before);
            connection.assertWorks();
        } finally {
            redis.stop();
        }
    }

    @Test
    void anIndexThatCannotBeReadKeepsPeopleFromSigningInAndClientsGoOn() {
        Connection first;
        Connection second;
        try (var gateway = onFile()) {
            first = Connection.made(wire, gateway.base());
            second = Connection.made(wire, gateway.base(), "/mcp/oauth/demo-1");
        }
        putInFile(Kind.KEY_INDEX, NEWER);

        try (var _ = onFile();
                var log = new Logged()) {
            first.assertWorks();
            second.assertWorks();
            // A key that is accepted revives all its accounts, so each sign-in looks for them.
            assertThat(first.allowing()).isEqualTo(503);
            assertThat(second.allowing()).isEqualTo(503);
            assertThat(log.of("store.record-unreadable"))
                    .singleElement()
                    .asString()
                    .contains("kind=KEY_INDEX");
        }
    }
}
