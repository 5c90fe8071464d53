package dev.keystile.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Reads what is in the environment, each variable as {@code NAME=value}, and in a file. */
abstract class ConfigCase {
    static final String SECRET = "KEYSTILE_SECRET=" + "s".repeat(32);

    @TempDir Path folder;

    static AppConfig read(String... environment) {
        return AppConfig.read(map(environment), null);
    }

    static Map<String, String> map(String... environment) {
        return Stream.of(environment)
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    AppConfig readFile(String yaml, String... environment) throws IOException {
        return AppConfig.read(
                map(environment), Files.writeString(folder.resolve("keystile.yaml"), yaml));
    }
}
