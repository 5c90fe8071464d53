package dev.keystile.app.config;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigSources;
import io.helidon.config.spi.ConfigSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The raw values of all settings: environment before file before defaults. */
final class Values {
    private final Config config;

    private Values(Config config) {
        this.config = config;
    }

    /**
     * Reads them.
     *
     * @param file a YAML file; null for none
     * @throws InvalidSettingException for an unreadable file, an unknown key in it, or an unknown
     *     {@code KEYSTILE_} variable
     */
    static Values read(Map<String, String> environment, @Nullable Path file) {
        refuseUnknown(environment);
        Map<String, String> variables = new HashMap<>();
        Setting.withVariable().forEach(setting -> take(setting, environment, variables));
        Supplier<? extends ConfigSource> overrides = ConfigSources.create(variables);
        Supplier<? extends ConfigSource> defaults = ConfigSources.classpath("application.yaml");
        if (file == null) {
            return new Values(config(List.of(overrides, defaults)));
        }
        Supplier<? extends ConfigSource> own =
                ConfigSources.file(file).mediaType(MediaTypes.APPLICATION_X_YAML);
        check(file, own);
        return new Values(config(List.of(overrides, own, defaults)));
    }

    /** The defaults alone. */
    static Values defaults() {
        return new Values(config(List.of(ConfigSources.classpath("application.yaml"))));
    }

    /** The text of a setting, without white space around it; empty when it is unset. */
    String text(Setting setting) {
        return config.get(setting.key()).asString().orElse("").strip();
    }

    private static void take(
            Setting setting, Map<String, String> environment, Map<String, String> variables) {
        String value = environment.get(setting.variable());
        if (value != null && (!value.isBlank() || setting == Setting.KEY_PREFIX)) {
            variables.put(setting.key(), value);
        }
    }

    private static void refuseUnknown(Map<String, String> environment) {
        List<String> known = Setting.withVariable().map(Setting::variable).toList();
        environment.keySet().stream()
                .filter(name -> name.startsWith("KEYSTILE_") && !known.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidSettingException(
                            name + ": unknown environment variable; keystile --help lists them");
                });
    }

    private static void check(Path file, Supplier<? extends ConfigSource> source) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new InvalidSettingException(
                    "--config: " + file + " is not a file that can be read");
        }
        try (Stream<Config> nodes = config(List.of(source)).traverse()) {
            nodes.filter(node -> !known(node))
                    .map(node -> node.key().toString())
                    .findFirst()
                    .ifPresent(key -> {
                        throw new InvalidSettingException(key + ": unknown key in " + file);
                    });
        } catch (ConfigException e) {
            throw new InvalidSettingException(
                    "--config: " + file + " is not a YAML file of settings");
        }
    }

    /**
     * A value has to be a setting; a group may also be empty, but has to be one that has settings.
     */
    private static boolean known(Config node) {
        String key = node.key().toString();
        return node.isLeaf()
                ? Setting.ofKey(key).isPresent()
                : Stream.of(Setting.values())
                        .anyMatch(setting -> setting.key().startsWith(key + "."));
    }

    private static Config config(List<Supplier<? extends ConfigSource>> sources) {
        return Config.builder()
                .sources(sources)
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .disableKeyResolving()
                .disableValueResolving()
                .disableFilterServices()
                .build();
    }
}
