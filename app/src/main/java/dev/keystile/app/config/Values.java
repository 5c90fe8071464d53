package dev.keystile.app.config;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigSources;
import io.helidon.config.spi.ConfigSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The raw values of all settings: environment before file before defaults. */
final class Values {
    private final Config given;
    private final Config defaults;

    private final Map<String, String> variables;

    private Values(List<Supplier<? extends ConfigSource>> given, Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
        this.given = config(given);
        this.defaults = config(List.of(ConfigSources.classpath("application.yaml")));
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
        if (file == null) {
            return new Values(List.of(overrides), variables);
        }
        Supplier<? extends ConfigSource> own =
                ConfigSources.file(file).mediaType(MediaTypes.APPLICATION_X_YAML);
        check(file, own);
        return new Values(List.of(overrides, own), variables);
    }

    /** The defaults alone. */
    static Values defaults() {
        return new Values(List.of(), Map.of());
    }

    /** The text of a setting, without white space around it; empty when it is unset. */
    String text(Setting setting) {
        return text(setting.key()).orElseGet(() -> fallback(setting));
    }

    /** What was given under a key, without white space around it; empty when nothing was. */
    Optional<String> text(String key) {
        return given.get(key).asString().asOptional().map(String::strip);
    }

    /** The default of a setting; empty when it has none. */
    String fallback(Setting setting) {
        return fallback(setting.key());
    }

    /** What stands under a key when nothing is given; empty when nothing does. */
    String fallback(String key) {
        return defaults.get(key).asString().orElse("").strip();
    }

    /** Whether anything was given under a key. */
    boolean given(String key) {
        return given.get(key).exists();
    }

    /**
     * Where the value under a key comes from: an environment variable, the file, or the default.
     */
    String origin(String key) {
        return variables.containsKey(key)
                ? Setting.ofKey(key).map(Setting::variable).orElse("environment")
                : given(key) ? "file" : "default";
    }

    /** How many items were given in a list. */
    int items(String key) {
        Config node = given.get(key);
        return node.type() == Config.Type.LIST ? node.asNodeList().get().size() : 0;
    }

    /** What was given in a map, by name. */
    Map<String, String> map(String key) {
        Map<String, String> entries = new LinkedHashMap<>();
        Config node = given.get(key);
        if (node.type() == Config.Type.OBJECT) {
            node.asNodeList()
                    .get()
                    .forEach(entry ->
                            entries.put(entry.name(), entry.asString().orElse("").strip()));
        }
        return entries;
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
            nodes.forEach(node -> KnownKeys.check(node, file));
        } catch (ConfigException e) {
            throw new InvalidSettingException(
                    "--config: " + file + " is not a YAML file of settings");
        }
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
