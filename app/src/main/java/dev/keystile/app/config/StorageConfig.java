package dev.keystile.app.config;

import dev.keystile.oauth.impl.RedisSettings;
import java.nio.file.Path;

/** Where state is kept. */
public sealed interface StorageConfig {
    /** In this process; it ends with it. */
    record Memory() implements StorageConfig {}

    /** In a file of this folder, for this one process. */
    record File(Path folder) implements StorageConfig {}

    /** In Redis, for as many nodes as use it. */
    record Redis(RedisSettings settings) implements StorageConfig {}
}
