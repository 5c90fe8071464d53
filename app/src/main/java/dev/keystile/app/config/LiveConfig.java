package dev.keystile.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a gateway that runs: as it was when it started, and as its file says now.
 * The environment is that of the start.
 */
public final class LiveConfig {
    private final Map<String, String> environment;
    private final @Nullable Path file;
    private final ConfigFiles files;
    private final String digestAtStart;
    private final Values started;
    private final AppConfig atStart;

    private LiveConfig(Map<String, String> environment, @Nullable Path file) {
        this.environment = Map.copyOf(environment);
        this.file = file;
        this.files = new ConfigFiles(environment, file);
        // Before it is read: what is written in between is then another than this.
        this.digestAtStart = files.digest();
        this.started = Values.read(environment, file);
        this.atStart = AppConfig.of(started);
    }

    /**
     * What was read again.
     *
     * @param config with the settings of the start where a gateway that runs takes no others
     * @param needRestart the keys of those that say something else now
     */
    public record Reread(AppConfig config, List<String> needRestart) {
        /** Copies the list. */
        public Reread {
            needRestart = List.copyOf(needRestart);
        }
    }

    /**
     * Reads it for the start.
     *
     * @param file a YAML file; null for none
     * @throws InvalidSettingException for whatever is wrong
     */
    public static LiveConfig read(Map<String, String> environment, @Nullable Path file) {
        return new LiveConfig(environment, file);
    }

    /** What was read for the start. */
    public AppConfig atStart() {
        return atStart;
    }

    /**
     * Reads it again.
     *
     * @throws InvalidSettingException as at the start; also for what does not go together with the
     *     settings that need a restart
     */
    public Reread again() {
        Values now = Values.read(environment, file);
        AppConfig all = AppConfig.of(now);
        if (atStart.connectors().getFirst().upstream() != null
                && all.connectors().getFirst().upstream() == null) {
            throw new InvalidSettingException(
                    Setting.UPSTREAM_URL, "expected a URL, since the demo server is not running");
        }
        List<Setting> fixed = fixed(now);
        return new Reread(
                fixed.isEmpty() ? all : beside(now, fixed),
                fixed.stream().map(Setting::key).toList());
    }

    /** The digest of what was read for the start. */
    public String digestAtStart() {
        return digestAtStart;
    }

    /** Tells what would be read now from what was read before. For one thread at a time. */
    public String digest() {
        return files.digest();
    }

    private List<Setting> fixed(Values now) {
        return Stream.of(Setting.values())
                .filter(setting -> !setting.reloadable())
                .filter(setting ->
                        differs(now, values -> values.text(setting))
                                || differs(now, values -> values.map(setting.key())))
                .toList();
    }

    private boolean differs(Values now, Function<Values, Object> what) {
        return !what.apply(started).equals(what.apply(now));
    }

    private AppConfig beside(Values now, List<Setting> fixed) {
        try {
            return AppConfig.of(
                    now.with(
                            fixed.stream().collect(Collectors.toMap(Setting::key, started::text))));
        } catch (InvalidSettingException e) {
            throw new InvalidSettingException(
                    e.getMessage() + " (beside what needs a restart: " + names(fixed) + ")");
        }
    }

    private static String names(List<Setting> settings) {
        return settings.stream().map(Setting::key).collect(Collectors.joining(", "));
    }
}
