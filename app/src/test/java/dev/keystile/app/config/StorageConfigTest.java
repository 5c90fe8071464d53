package dev.keystile.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.impl.RedisSettings;
import dev.keystile.oauth.impl.RedisUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where state is kept. */
class StorageConfigTest extends ConfigCase {
    @Test
    void stateIsKeptInAFileOfAFolder() {
        assertThat(read().storage()).isEqualTo(new StorageConfig.File(Path.of("./data")));
        assertThat(read().secret()).as("kept beside it").isNull();
        assertThat(read("STORAGE_PATH=/srv/keystile").storage())
                .isEqualTo(new StorageConfig.File(Path.of("/srv/keystile")));
        assertThat(read("STORAGE=file", "REDIS_URL=redis://a", SECRET).storage())
                .isEqualTo(new StorageConfig.File(Path.of("./data")));
    }

    @Test
    void storageInMemoryIsChosenOverRedis() {
        assertThat(read("REDIS_URL=redis://a", "STORAGE=memory").storage())
                .isEqualTo(new StorageConfig.Memory());
        assertThat(read("STORAGE=memory").storage()).isEqualTo(new StorageConfig.Memory());
    }

    @Test
    void aRedisUrlIsEnoughToKeepStateThere() {
        var url = RedisUrl.parse("rediss://user:pass@a:1/2", false);

        assertThat(read("REDIS_URL=rediss://user:pass@a:1/2", SECRET).storage())
                .isEqualTo(new StorageConfig.Redis(RedisSettings.of(url)));
    }

    @Test
    void everySettingOfRedisIsRead() throws IOException {
        var config =
                readFile(
                        """
                        storage: redis
                        redis:
                          url: redis://a,b
                          cluster: true
                          key-prefix: "mine:"
                          start-limit: 0s
                        """,
                        SECRET);

        assertThat(config.storage())
                .isEqualTo(
                        new StorageConfig.Redis(
                                new RedisSettings(
                                        RedisUrl.parse("redis://a,b", true),
                                        "mine:",
                                        null,
                                        Duration.ZERO)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cluster: maybe | redis.cluster: expected one of false, true",
                "key-prefix: 'a b' | redis.key-prefix: expected at most 64 visible ASCII characters",
                "trust-file: /no/such/file | redis.trust-file: expected a file of certificates in PEM",
                "start-limit: 25h | redis.start-limit: expected a number with ms, s, m, h or d",
                "url: 'redis://:s3cret@a b' | redis.url (REDIS_URL): expected redis://"
            })
    void wrongSettingsOfRedisAreNamedAndNotShown(String line, String message) {
        assertThatThrownBy(() ->
                        readFile(
                                "redis:\n  " + line + "\n",
                                SECRET,
                                "STORAGE=redis",
                                "REDIS_URL=" + (line.startsWith("url") ? "" : "redis://a")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("s3cret");
    }
}
