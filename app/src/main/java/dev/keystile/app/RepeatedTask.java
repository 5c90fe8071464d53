package dev.keystile.app;

import dev.keystile.app.http.Trace;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs a task now and again after each period, on a thread of its own, until it is closed. */
final class RepeatedTask implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(RepeatedTask.class.getName());

    private final String name;
    private final Runnable task;
    private final ScheduledExecutorService thread;

    private RepeatedTask(String name, Runnable task) {
        this.name = name;
        this.task = task;
        this.thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name("keystile-" + name).factory());
    }

    /** Starts it; the name stands in the log. */
    static RepeatedTask start(String name, Duration period, Runnable task) {
        var repeated = new RepeatedTask(name, task);
        var _ =
                repeated.thread.scheduleAtFixedRate(
                        repeated::run, 0, period.toMillis(), TimeUnit.MILLISECONDS);
        return repeated;
    }

    /** Runs it now, beside its times; what goes wrong is logged as ever. */
    void runNow() {
        run();
    }

    /** Interrupts a run that is under way. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    // An executor never runs a task again that has thrown.
    private void run() {
        try {
            task.run();
        } catch (StoreUnavailableException e) {
            // The reason is made for the log and quotes nothing.
            LOGGER.log(
                    Level.WARNING, "task.postponed task={0} reason=\"{1}\"", name, e.getMessage());
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.ERROR, "task.failed task=" + name + Trace.of(e));
        }
    }
}
