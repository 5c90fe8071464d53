package dev.keystile.app.config;

import dev.keystile.oauth.impl.MasterSecret;
import dev.keystile.oauth.impl.RedisSettings;
import dev.keystile.oauth.impl.RedisUrl;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads where state is to be kept: as said, else in Redis when there is a URL of one, else in a
 * file.
 */
record StorageChoice(SettingReader reader, @Nullable MasterSecret secret) {
    private static final String MEMORY = "memory";
    private static final String FILE = "file";
    private static final String REDIS = "redis";

    StorageConfig read() {
        Map<String, Supplier<StorageConfig>> choices =
                Map.of(MEMORY, StorageConfig.Memory::new, FILE, this::file, REDIS, this::redis);
        if (!reader.text(Setting.STORAGE).isEmpty()) {
            return reader.choice(Setting.STORAGE, choices).get();
        }
        return reader.text(Setting.REDIS_URL).isEmpty() ? file() : redis();
    }

    private StorageConfig file() {
        String folder = reader.text(Setting.STORAGE_PATH);
        try {
            return new StorageConfig.File(Path.of(folder));
        } catch (InvalidPathException e) {
            throw new InvalidSettingException(Setting.STORAGE_PATH, "expected a folder");
        }
    }

    private StorageConfig redis() {
        RedisUrl url = url();
        needSecret();
        String prefix =
                reader.matching(
                        Setting.REDIS_KEY_PREFIX,
                        "[!-~]{0,64}",
                        "at most 64 visible ASCII characters");
        Duration limit =
                reader.duration(Setting.REDIS_START_LIMIT, Duration.ZERO, Duration.ofDays(1));
        return new StorageConfig.Redis(
                reader.checked(
                        Setting.REDIS_TRUST_FILE,
                        () -> new RedisSettings(url, prefix, trustFile(), limit)));
    }

    private void needSecret() {
        if (secret == null) {
            throw new InvalidSettingException(
                    Setting.SECRET,
                    "expected a secret, since what is kept in Redis is sealed with it, and every node and every"
                            + " later start needs the same");
        }
    }

    private RedisUrl url() {
        String url = reader.text(Setting.REDIS_URL);
        if (url.isEmpty()) {
            throw new InvalidSettingException(
                    Setting.REDIS_URL, "expected a URL, since storage is redis");
        }
        boolean cluster = reader.flag(Setting.REDIS_CLUSTER);
        return reader.checked(Setting.REDIS_URL, () -> RedisUrl.parse(url, cluster));
    }

    private @Nullable Path trustFile() {
        String file = reader.text(Setting.REDIS_TRUST_FILE);
        return file.isEmpty() ? null : Path.of(file);
    }
}
