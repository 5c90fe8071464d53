package dev.keystile.app;

import dev.keystile.app.config.StorageConfig;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.FileStore;
import dev.keystile.oauth.impl.MemoryStore;
import dev.keystile.oauth.impl.RedisSettings;
import dev.keystile.oauth.impl.RedisStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * A store that may still have to be connected.
 *
 * @param connect returns when the store can be used; it is unavailable until then
 */
record Storage(Store store, Runnable connect, Runnable close) {
    static Storage of(StorageConfig config, InstantSource clock, SecureRandom random) {
        return switch (config) {
            case StorageConfig.Memory _ -> new Storage(new MemoryStore(clock), () -> {}, () -> {});
            case StorageConfig.File(Path folder) -> {
                FileStore file = FileStore.open(folder, clock);
                yield new Storage(file, () -> {}, file::close);
            }
            case StorageConfig.Redis(RedisSettings settings) -> {
                var redis = new RedisStore(settings, clock, random);
                yield new Storage(redis, redis::connect, redis::close);
            }
        };
    }

    /** What it is, for the log. */
    static String name(StorageConfig config) {
        return switch (config) {
            case StorageConfig.Memory _ -> "memory";
            case StorageConfig.File _ -> "file";
            case StorageConfig.Redis _ -> "redis";
        };
    }

    /** What that means for those who start it, in a sentence. */
    static String says(StorageConfig config) {
        return switch (config) {
            case StorageConfig.Memory _ ->
                    "State is kept in memory: a restart forgets every client and grant.";
            case StorageConfig.File(Path folder) -> "State is kept in a file in " + folder + ".";
            case StorageConfig.Redis(RedisSettings settings) ->
                    "State is kept in Redis at " + settings.url() + ".";
        };
    }
}
