package dev.keystile.mcp.bridge;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a class logs while this is open. */
final class LogLines extends Handler implements AutoCloseable {
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;

    private LogLines(Logger logger) {
        this.logger = logger;
    }

    /** What the bridge logs. */
    static LogLines ofAll() {
        var lines = new LogLines(Logger.getLogger("dev.keystile.mcp.bridge"));
        lines.logger.addHandler(lines);
        return lines;
    }

    static LogLines of(Class<?> type) {
        var lines = new LogLines(Logger.getLogger(type.getName()));
        lines.logger.addHandler(lines);
        return lines;
    }

    List<String> lines() {
        return lines;
    }

    /** The lines of one event. */
    List<String> of(String event) {
        return lines.stream().filter(line -> line.startsWith(event + " ")).toList();
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(formatter.formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
