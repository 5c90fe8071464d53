package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RepeatedTaskTest {
    @ParameterizedTest
    @MethodSource
    void failedRunIsNotTheLast(Throwable thrown) throws InterruptedException {
        var runs = new CountDownLatch(3);
        Runnable failing =
                () -> {
                    runs.countDown();
                    fail(thrown);
                };

        try (var _ = RepeatedTask.start("test", Duration.ofMillis(1), failing)) {
            assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Stream<Throwable> failedRunIsNotTheLast() {
        return Stream.of(
                new IllegalStateException("meant by the test"),
                new StackOverflowError("meant by the test"));
    }

    private static void fail(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    @ParameterizedTest
    @MethodSource
    void theLogTellsAnOutageFromAFault(String name, Throwable thrown, Level level, String line)
            throws InterruptedException {
        Logger logger = Logger.getLogger(RepeatedTask.class.getName());
        var written = new LinkedBlockingQueue<LogRecord>();
        Handler capture = new Capture(written);
        capture.setFilter(entry -> text(entry).contains("task=" + name));
        logger.addHandler(capture);
        Runnable failing = () -> fail(thrown);

        try (var _ = RepeatedTask.start(name, Duration.ofDays(1), failing)) {
            LogRecord entry = written.poll(20, TimeUnit.SECONDS);

            assertThat(entry.getLevel()).isEqualTo(level);
            assertThat(text(entry)).startsWith(line);
        } finally {
            logger.removeHandler(capture);
        }
    }

    private static Stream<Arguments> theLogTellsAnOutageFromAFault() {
        return Stream.of(
                arguments(
                        "outage",
                        new StoreUnavailableException("away for the test", null),
                        Level.WARNING,
                        "task.postponed task=outage reason=\"away for the test\""),
                arguments(
                        "fault",
                        new IllegalStateException("meant by the test"),
                        Level.SEVERE,
                        "task.failed task=fault\n  java.lang.IllegalStateException\n    at "),
                arguments(
                        "error",
                        new StackOverflowError("meant by the test"),
                        Level.SEVERE,
                        "task.failed task=error\n  java.lang.StackOverflowError\n    at "));
    }

    private static String text(LogRecord entry) {
        return new SimpleFormatter().formatMessage(entry);
    }

    @Test
    void closingInterruptsTheRunUnderWay() throws InterruptedException {
        var running = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        Runnable endless =
                () -> {
                    running.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException _) {
                        interrupted.countDown();
                    }
                };

        try (var _ = RepeatedTask.start("test", Duration.ofDays(1), endless)) {
            assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static final class Capture extends Handler {
        private final Queue<LogRecord> written;

        Capture(Queue<LogRecord> written) {
            this.written = written;
        }

        @Override
        public void publish(LogRecord entry) {
            if (isLoggable(entry)) {
                written.add(entry);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
