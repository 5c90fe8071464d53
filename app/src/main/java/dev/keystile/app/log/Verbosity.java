package dev.keystile.app.log;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From which level on events of ours are written; can be changed while the gateway runs. Safe for
 * use by many threads.
 */
public final class Verbosity {
    /** Under which all our loggers are. */
    public static final String OURS = "dev.keystile";

    // The JDK forgets the level of a logger that nobody holds.
    private final Map<String, Was> set = new ConcurrentHashMap<>();

    /** A logger, and the level it had before; null for that of the one above it. */
    private record Was(Logger logger, java.util.logging.@Nullable Level level) {
        private static Was of(String name) {
            Logger logger = Logger.getLogger(name);
            return new Was(logger, logger.getLevel());
        }
    }

    /** For a logger of ours and those under it; others are left as they are, and false is said. */
    public boolean set(String logger, Level level) {
        if (!logger.equals(OURS) && !logger.startsWith(OURS + ".")) {
            return false;
        }
        set.computeIfAbsent(logger, Was::of).logger().setLevel(jul(level));
        return true;
    }

    /** Takes back what was set for a logger: it is as it was before; false when nothing was. */
    public boolean unset(String logger) {
        Was was = set.remove(logger);
        if (was != null) {
            was.logger().setLevel(was.level());
        }
        return was != null;
    }

    /** What was set, by logger. */
    public Map<String, Level> levels() {
        Map<String, Level> levels = new TreeMap<>();
        set.forEach((name, was) -> levels.put(name, level(was.logger())));
        return levels;
    }

    /** What the JDK calls a level. */
    public static String name(Level level) {
        return jul(level).getName();
    }

    private static Level level(Logger logger) {
        return known(logger.getLevel()).orElse(Level.ALL);
    }

    private static Optional<Level> known(java.util.logging.@Nullable Level level) {
        return Stream.of(Level.values()).filter(ours -> jul(ours).equals(level)).findFirst();
    }

    /** What we call a level of the JDK, as it stands in the log. */
    static String shown(java.util.logging.Level level) {
        return known(level).map(Level::getName).orElseGet(level::getName);
    }

    private static java.util.logging.Level jul(Level level) {
        return switch (level) {
            case ALL -> java.util.logging.Level.ALL;
            case TRACE -> java.util.logging.Level.FINER;
            case DEBUG -> java.util.logging.Level.FINE;
            case INFO -> java.util.logging.Level.INFO;
            case WARNING -> java.util.logging.Level.WARNING;
            case ERROR -> java.util.logging.Level.SEVERE;
            case OFF -> java.util.logging.Level.OFF;
        };
    }
}
