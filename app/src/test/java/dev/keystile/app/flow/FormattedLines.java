package dev.keystile.app.flow;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** What was logged, as a formatter writes it. */
public final class FormattedLines extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    public FormattedLines(Formatter formatter) {
        setFormatter(formatter);
        setLevel(Level.ALL);
    }

    public List<String> all() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord logged) {
        lines.add(getFormatter().format(logged));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
