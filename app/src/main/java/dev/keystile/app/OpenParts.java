package dev.keystile.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How to close what has been opened, the last one first. */
final class OpenParts implements AutoCloseable {
    private final Deque<Runnable> closings = new ArrayDeque<>();

    /** Remembers how to close a part. */
    synchronized void add(Runnable closing) {
        closings.push(closing);
    }

    /** Starts a task and remembers it; {@link RepeatedTask#start} says more. */
    RepeatedTask repeat(String name, Duration period, Runnable task) {
        var repeated = RepeatedTask.start(name, period, task);
        add(repeated::close);
        return repeated;
    }

    /** Closes all of them, even when closing one fails; doing so twice does no harm. */
    @Override
    public synchronized void close() {
        if (closings.isEmpty()) {
            return;
        }
        Runnable last = closings.pop();
        try {
            last.run();
        } finally {
            close();
        }
    }
}
