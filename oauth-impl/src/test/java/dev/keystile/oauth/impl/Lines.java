package dev.keystile.oauth.impl;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Catches what some loggers and those below them say, messages of exceptions included. */
final class Lines extends Handler implements AutoCloseable {
    final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Logger> loggers;
    private final List<Level> levels;

    Lines(Level level, String... names) {
        loggers = List.of(names).stream().map(Logger::getLogger).toList();
        levels = loggers.stream().map(Logger::getLevel).toList();
        setFormatter(new SimpleFormatter());
        loggers.forEach(logger -> {
            logger.addHandler(this);
            logger.setLevel(level);
            logger.setUseParentHandlers(false);
        });
    }

    @Override
    public void publish(LogRecord record) {
        lines.add(getFormatter().format(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        for (int i = 0; i < loggers.size(); i++) {
            loggers.get(i).removeHandler(this);
            loggers.get(i).setLevel(levels.get(i));
            loggers.get(i).setUseParentHandlers(true);
        }
    }
}
