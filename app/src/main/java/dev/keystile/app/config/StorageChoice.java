package dev.keystile.app.config;

import java.util.Map;

/** Refuses to start where state is expected to outlive the process. */
final class StorageChoice {
    private static final String MEMORY = "memory";

    private StorageChoice() {}

    static void check(SettingReader reader, Map<String, String> environment) {
        if (!reader.text(Setting.STORAGE).equals(MEMORY)) {
            throw new InvalidSettingException(
                    Setting.STORAGE,
                    "expected memory: this version keeps its state in memory only, and a restart forgets it");
        }
        boolean redis = !environment.getOrDefault("REDIS_URL", "").isBlank();
        boolean chosen = !environment.getOrDefault("STORAGE", "").isBlank();
        if (redis && !chosen) {
            throw new InvalidSettingException(
                    "REDIS_URL: expected to be unset: this version keeps its state in memory only; set STORAGE to"
                            + " memory to start all the same");
        }
    }
}
