package dev.keystile.app.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every setting with its value as it was given, for people to look at: no secret is in it. */
public final class SettingsInForce {
    private static final Set<Setting> SECRETS =
            EnumSet.of(
                    Setting.ADMIN_TOKEN,
                    Setting.VIEWER_TOKEN,
                    Setting.SECRET,
                    Setting.SECRET_PREVIOUS,
                    Setting.IDENTITY_CLIENT_SECRET,
                    Setting.RESOURCE_SERVERS,
                    Setting.TRACING_HEADERS);

    private final Values values;

    private SettingsInForce(Values values) {
        this.values = values;
    }

    /**
     * A setting.
     *
     * @param key in the file
     * @param value in force; a secret is only said to be set
     * @param origin {@code default}, {@code file}, or the environment variable
     * @param reloadable whether a gateway that runs takes another value
     */
    public record Shown(String key, String value, String origin, boolean reloadable) {}

    /**
     * Reads them; whether they make sense is not looked at.
     *
     * @throws InvalidSettingException as {@link AppConfig#read} does for what cannot be read
     */
    public static List<Shown> read(Map<String, String> environment, @Nullable Path file) {
        return new SettingsInForce(Values.read(environment, file)).all();
    }

    private List<Shown> all() {
        List<Shown> all = new ArrayList<>();
        boolean list = values.items(KnownKeys.LIST) > 0;
        Stream.of(Setting.values())
                .filter(setting -> !list || !setting.ofConnector())
                .map(this::shown)
                .forEach(all::add);
        IntStream.range(0, values.items(KnownKeys.LIST))
                .forEach(index -> all.addAll(connector(index)));
        LimitsReader.KEYS.stream().sorted().map(this::rule).forEach(all::add);
        return all;
    }

    private Shown shown(Setting setting) {
        String value = group(setting.key()) ? "(set)" : shown(setting, values.text(setting));
        return new Shown(setting.key(), value, values.origin(setting.key()), setting.reloadable());
    }

    /** What is given of one connector in the list. */
    private List<Shown> connector(int index) {
        String place = KnownKeys.LIST + "." + index;
        return Stream.of(Setting.values())
                .filter(Setting::ofConnector)
                .map(setting ->
                        item(setting, place + setting.key().substring("connector".length())))
                .flatMap(List::stream)
                .toList();
    }

    private List<Shown> item(Setting setting, String key) {
        if (!values.given(key)) {
            return List.of();
        }
        String value = group(key) ? "(set)" : shown(setting, values.text(key).orElse(""));
        return List.of(new Shown(key, value, values.origin(key), setting.reloadable()));
    }

    private Shown rule(String key) {
        String value =
                values.text(key).filter(text -> !text.isEmpty()).orElse(values.fallback(key));
        return new Shown(key, value, values.origin(key), true);
    }

    /** Maps and lists: a header that every request has may be a secret. */
    private boolean group(String key) {
        return !values.map(key).isEmpty() || values.items(key) > 0;
    }

    private static String shown(Setting setting, String value) {
        if (SECRETS.contains(setting) && !value.isEmpty()) {
            return "(set)";
        }
        return withoutSecrets(value);
    }

    /**
     * A text less user, password and query, if it is a URL. Passwords may hold what has another
     * meaning in a URL, so all is hidden that may be one.
     */
    public static String withoutSecrets(String value) {
        return value.replaceFirst("(?<=://).*[?#].*@.*", "(hidden)")
                .replaceFirst("(?<=://).*@", "(hidden)@")
                .replaceFirst("\\?.*", "?(hidden)");
    }
}
