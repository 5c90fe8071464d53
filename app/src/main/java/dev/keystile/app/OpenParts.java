package dev.keystile.app;

import java.util.ArrayDeque;
import java.util.Deque;

/** How to close what has been opened, the last one first. */
final class OpenParts implements AutoCloseable {
    private final Deque<Runnable> closings = new ArrayDeque<>();

    /** Remembers how to close a part. */
    synchronized void add(Runnable closing) {
        closings.push(closing);
    }

    /** Closes all of them; doing so twice does no harm. */
    @Override
    public synchronized void close() {
        while (!closings.isEmpty()) {
            closings.pop().run();
        }
    }
}
