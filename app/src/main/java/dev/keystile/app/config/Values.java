package dev.keystile.app.config;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigSources;
import io.helidon.config.spi.ConfigSource;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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
    private final String yaml;

    private Values(Map<String, String> variables, String yaml) {
        this.variables = Map.copyOf(variables);
        this.yaml = yaml;
        this.given = config(List.of(ConfigSources.create(variables), source(yaml)));
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
        return new Values(variables, file == null ? "" : checked(file));
    }

    /** The same, but for these, which win over everything. */
    Values with(Map<String, String> others) {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(others);
        return new Values(all, yaml);
    }

    /** The defaults alone. */
    static Values defaults() {
        return new Values(Map.of(), "");
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

    private static String checked(Path file) {
        String yaml = content(file);
        try (Stream<Config> nodes = config(List.of(source(yaml))).traverse()) {
            nodes.forEach(node -> KnownKeys.check(node, file));
            return yaml;
        } catch (ConfigException | StackOverflowError e) {
            // A list that holds itself, by an alias, has no end.
            throw unusable(file);
        } catch (IllegalStateException e) {
            throw new InvalidSettingException(
                    "--config: " + file + " has a key twice, or one that ends in a dot");
        }
    }

    /** Read once, so that all that is done with it is done with the same. */
    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw unusable(file);
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "--config: " + file + " is not a file that can be read");
        }
    }

    private static InvalidSettingException unusable(Path file) {
        return new InvalidSettingException("--config: " + file + " is not a YAML file of settings");
    }

    private static ConfigSource source(String yaml) {
        return yaml.isBlank()
                ? ConfigSources.empty()
                : ConfigSources.create(yaml, MediaTypes.APPLICATION_X_YAML);
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
