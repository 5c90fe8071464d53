package dev.keystile.app;

import dev.keystile.app.config.StorageConfig;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.FileStore;
import dev.keystile.oauth.impl.LimitRules;
import dev.keystile.oauth.impl.Limiter;
import dev.keystile.oauth.impl.MasterSecret;
import dev.keystile.oauth.impl.MemoryStore;
import dev.keystile.oauth.impl.RedisSettings;
import dev.keystile.oauth.impl.RedisStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that may still have to be connected.
 *
 * @param connect returns when the store can be used; it is unavailable until then
 * @param secrets the operator's secret for it
 * @param limiters counts for all nodes where they share the store
 */
record Storage(Store store, Runnable connect, Secrets secrets, Limiters limiters, Runnable close) {
    /** Makes the limiter that suits the store. */
    interface Limiters {
        Limiter under(Supplier<LimitRules> rules);
    }

    /** Tells the secret in force. */
    interface Secrets {
        /** The configured one, which is null when there is none, or the store's own. */
        MasterSecret inForce(@Nullable MasterSecret configured);
    }

    static Storage of(StorageConfig config, InstantSource clock, SecureRandom random) {
        return switch (config) {
            case StorageConfig.Memory _ -> {
                var memory = new MemoryStore(clock);
                yield new Storage(
                        memory,
                        () -> {},
                        configured -> configured == null ? MasterSecret.draw(random) : configured,
                        rules -> Limiter.local(rules, memory, clock),
                        () -> {});
            }
            case StorageConfig.File(Path folder) -> {
                FileStore file = FileStore.open(folder, clock);
                yield new Storage(
                        file,
                        () -> {},
                        configured -> file.secret(configured, random),
                        rules -> Limiter.local(rules, file, clock),
                        file::close);
            }
            case StorageConfig.Redis(RedisSettings settings) -> {
                var redis = new RedisStore(settings, clock, random);
                yield new Storage(
                        redis,
                        redis::connect,
                        Objects::requireNonNull,
                        rules -> Limiter.shared(rules, redis, clock),
                        redis::close);
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
            case StorageConfig.File(Path folder) ->
                    "State is kept in a file in " + folder + " and survives a restart.";
            case StorageConfig.Redis(RedisSettings settings) ->
                    "State is kept in Redis at " + settings.url() + ".";
        };
    }
}
