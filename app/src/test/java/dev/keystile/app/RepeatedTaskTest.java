package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RepeatedTaskTest {
    @Test
    void failedRunIsNotTheLast() throws InterruptedException {
        var runs = new CountDownLatch(3);
        Runnable failing =
                () -> {
                    runs.countDown();
                    throw new IllegalStateException("meant by the test");
                };

        try (var _ = RepeatedTask.start("test", Duration.ofMillis(1), failing)) {
            assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
        }
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
}
