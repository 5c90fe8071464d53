package dev.keystile.app.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings as what they mean; anything else is an {@link InvalidSettingException}.
 *
 * @param item the connector in the list whose settings are read; null for those of the only one
 */
record SettingReader(Values values, @Nullable Item item) {
    /** One connector of the list; the id is empty when it has none. */
    record Item(int index, String id) {
        String key(Setting setting) {
            return KnownKeys.LIST + "." + index + rest(setting);
        }

        String name(Setting setting) {
            return KnownKeys.LIST + "[" + (id.isEmpty() ? index : id) + "]" + rest(setting);
        }

        private static String rest(Setting setting) {
            return setting.key().substring(setting.key().indexOf('.'));
        }
    }

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

    SettingReader(Values values) {
        this(values, null);
    }

    /** One for each connector in the list; none when there is no list. */
    List<SettingReader> connectors() {
        return IntStream.range(0, values.items(KnownKeys.LIST))
                .mapToObj(index -> {
                    String id = new Item(index, "").key(Setting.CONNECTOR_ID);
                    return new Item(index, values.text(id).orElse(""));
                })
                .map(each -> new SettingReader(values, each))
                .toList();
    }

    /** The text; empty when unset. */
    String text(Setting setting) {
        Item in = item;
        if (in == null || !setting.ofConnector()) {
            return values.text(setting);
        }
        return values.text(in.key(setting))
                .orElseGet(() -> setting.withoutDefaultInList() ? "" : values.fallback(setting));
    }

    /** What stands under a key that is no setting's; its default when nothing is given. */
    String textOf(String key) {
        return values.text(key)
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> values.fallback(key));
    }

    /** How messages name a setting. */
    String name(Setting setting) {
        Item in = item;
        return in == null || !setting.ofConnector() ? setting.toString() : in.name(setting);
    }

    /** What was given in a map, by name. */
    Map<String, String> map(Setting setting) {
        if (!text(setting).isEmpty()) {
            throw problem(setting, "expected names and values, not a text");
        }
        return values.map(item == null ? setting.key() : item.key(setting));
    }

    /** What was given in a list of maps. */
    List<Map<String, String>> items(Setting setting) {
        if (!text(setting).isEmpty()) {
            throw problem(setting, "expected a list, not a text");
        }
        String key = item == null ? setting.key() : item.key(setting);
        return IntStream.range(0, values.items(key))
                .mapToObj(index -> values.map(key + "." + index))
                .toList();
    }

    /** That a setting is wrong. */
    InvalidSettingException problem(Setting setting, String problem) {
        return new InvalidSettingException(name(setting), problem);
    }

    /** The text; null when unset. */
    @Nullable String textOrNull(Setting setting) {
        String text = text(setting);
        return text.isEmpty() ? null : text;
    }

    /** What is in the text file that is named, less white space at its end; empty when unset. */
    String content(Setting setting) {
        String file = text(setting);
        try {
            return file.isEmpty() ? "" : Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException e) {
            throw wrong(setting, "a text file that can be read");
        }
    }

    /** A whole number in a range. */
    int number(Setting setting, int least, int most) {
        String text = text(setting);
        boolean fits = NUMBER.matcher(text).matches();
        long value = fits ? Long.parseLong(text) : -1;
        if (!fits || value < least || value > most) {
            throw wrong(setting, "a whole number from " + least + " to " + most);
        }
        return (int) value;
    }

    /** A host name or an address. */
    String host(Setting setting) {
        return matching(setting, "[A-Za-z0-9.:_-]+", "a host name or an address");
    }

    /** Texts between commas. */
    List<String> list(Setting setting) {
        return Stream.of(text(setting).split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** A port; 0 for any free one. */
    int port(Setting setting) {
        return number(setting, 0, 65_535);
    }

    /** A time in a range, for example {@code 90s}. */
    Duration duration(Setting setting, Duration least, Duration most) {
        Matcher matcher = DURATION.matcher(text(setting));
        Duration value = matcher.matches() ? duration(matcher) : null;
        if (value == null || value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw wrong(
                    setting,
                    "a number with ms, s, m, h or d, from " + print(least) + " to " + print(most));
        }
        return value;
    }

    /** True or false. */
    boolean flag(Setting setting) {
        return choice(setting, Map.of("true", true, "false", false));
    }

    /** One of some words. */
    <T> T choice(Setting setting, Map<String, T> choices) {
        T chosen = choices.get(text(setting));
        if (chosen == null) {
            throw wrong(
                    setting,
                    "one of " + String.join(", ", choices.keySet().stream().sorted().toList()));
        }
        return chosen;
    }

    /** A text of a certain shape. */
    String matching(Setting setting, String pattern, String expected) {
        if (!text(setting).matches(pattern)) {
            throw wrong(setting, expected);
        }
        return text(setting);
    }

    /** An http or https URL without user information and fragment; null when unset. */
    @Nullable URI url(Setting setting) {
        String text = text(setting);
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw wrong(setting, "an http or https URL");
        }
        throw wrong(setting, "an http or https URL");
    }

    /** A value whose own type checks it. */
    <T> T checked(Setting setting, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw problem(setting, String.valueOf(e.getMessage()));
        }
    }

    private InvalidSettingException wrong(Setting setting, String expected) {
        String text = text(setting);
        String shown = text.contains("://") ? SettingsInForce.withoutSecrets(text) : text;
        String found = text.isEmpty() ? "nothing" : "'" + shown + "'";
        return problem(setting, "expected " + expected + ", found " + found);
    }

    private static Duration duration(Matcher matcher) {
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static String print(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + "ms";
        }
        return duration.toSeconds() % 86_400 == 0 && !duration.isZero()
                ? duration.toDays() + "d"
                : duration.toSeconds() + "s";
    }
}
