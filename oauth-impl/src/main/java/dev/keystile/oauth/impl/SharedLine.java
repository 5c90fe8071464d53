package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether what all nodes share can be asked. After a failure it is left alone for {@link #PAUSE},
 * and then one caller tries; so a dead one costs few callers anything.
 */
final class SharedLine {
    static final Duration PAUSE = Duration.ofSeconds(5);
    private static final System.Logger LOG = System.getLogger(SharedLine.class.getName());

    private final Ticker ticker;
    private volatile boolean down;
    private volatile long tried;

    SharedLine(Ticker ticker) {
        this.ticker = ticker;
    }

    boolean down() {
        return down;
    }

    /** Empty when it does not answer now. */
    <T> Optional<T> ask(Supplier<T> question) {
        if (down && !mayTry()) {
            return Optional.empty();
        }
        try {
            Optional<T> answer = Optional.of(question.get());
            worked();
            return answer;
        } catch (RuntimeException e) {
            failed(e);
            return Optional.empty();
        }
    }

    private synchronized boolean mayTry() {
        boolean may = ticker.read() - tried >= PAUSE.toNanos();
        if (may) {
            tried = ticker.read();
        }
        return may;
    }

    private void worked() {
        if (down) {
            synchronized (this) {
                if (down) {
                    down = false;
                    LOG.log(Level.INFO, "limits.shared nodes=all");
                }
            }
        }
    }

    private void failed(RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
            // A caller that was made to leave says nothing of Redis.
            return;
        }
        synchronized (this) {
            tried = ticker.read();
            if (!down) {
                down = true;
                LOG.log(Level.WARNING, "limits.local reason=\"{0}\"", RedisProblem.of(e).text());
            }
        }
    }
}
