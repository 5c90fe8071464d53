package dev.keystile.app.log;

import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.StreamHandler;

/**
 * Writes a line for each event: from INFO on at once. Below that there may be one for each request,
 * and many of them are written together, a quarter of a second later at most.
 */
public final class LineHandler extends StreamHandler {
    /** How long a line below INFO may wait. */
    static final Duration PATIENCE = Duration.ofMillis(250);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("keystile-log").factory());
    private volatile boolean waiting;

    /** To a stream that stays open when this is closed. */
    public LineHandler(OutputStream stream, Formatter lines) {
        super(stream, lines);
        setLevel(Level.ALL);
        var _ =
                thread.scheduleWithFixedDelay(
                        this::flushWaiting,
                        PATIENCE.toMillis(),
                        PATIENCE.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void publish(LogRecord record) {
        super.publish(record);
        if (record.getLevel().intValue() >= Level.INFO.intValue()) {
            flush();
        } else {
            waiting = true;
        }
    }

    private void flushWaiting() {
        if (waiting) {
            waiting = false;
            flush();
        }
    }

    @Override
    public synchronized void close() {
        thread.shutdownNow();
        flush();
    }
}
