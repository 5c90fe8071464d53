package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ending a call from another thread. */
@Timeout(60)
class CutoffTest {
    private final Cutoff cutoff = new Cutoff();

    @Test
    void whatBlocksIsInterruptedAndTheThreadIsFreeAfterwards() throws Exception {
        var blocked = new CountDownLatch(1);
        Thread.ofVirtual()
                .start(() -> {
                    Fixture.await(blocked);
                    cutoff.end(Cutoff.Reason.CLIENT_GONE);
                });

        assertThatThrownBy(() -> cutoff.cover(() -> Cutoff.whileOpen(() -> block(blocked))))
                .isInstanceOf(InterruptedIOException.class);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(cutoff.reason()).isEqualTo(Cutoff.Reason.CLIENT_GONE);
    }

    @Test
    @DisplayName("Between two operations, where a file may be open, nothing is interrupted")
    void theRestIsLeftAlone() {
        assertThatThrownBy(() -> cutoff.cover(this::endAndGoOn))
                .isInstanceOf(InterruptedIOException.class);
    }

    private void endAndGoOn() throws IOException {
        cutoff.end(Cutoff.Reason.GRANT_OVER);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        Cutoff.whileOpen(() -> {
            throw new AssertionError("went on");
        });
    }

    @Test
    void onlyTheFirstReasonCounts() {
        cutoff.end(Cutoff.Reason.GRANT_OVER);
        cutoff.end(Cutoff.Reason.CLIENT_GONE);

        assertThat(cutoff.reason()).isEqualTo(Cutoff.Reason.GRANT_OVER);
    }

    @Test
    void aFailureOfACallThatGoesOnStaysWhatItIs() {
        assertThatThrownBy(() -> cutoff.cover(() -> Cutoff.whileOpen(() -> fail("upstream"))))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("upstream");
    }

    @Test
    void anInterruptionFromElsewhereIsKept() throws IOException {
        cutoff.cover(() -> Cutoff.whileOpen(() -> Thread.currentThread().interrupt()));

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    @DisplayName("What others wait for too is done to its end, and then the call ends")
    void theWorkOfOthersIsDone() {
        var done = new AtomicBoolean();

        assertThatThrownBy(() -> cutoff.cover(() -> workForOthers(done)))
                .isInstanceOf(InterruptedIOException.class);

        assertThat(done).isTrue();
    }

    private void workForOthers(AtomicBoolean done) throws IOException {
        Integer result =
                new SharedWork<String, Integer>()
                        .run(
                                "key",
                                () -> {
                                    cutoff.end(Cutoff.Reason.CLIENT_GONE);
                                    return Cutoff.<Integer>whileOpen(() -> 1);
                                });
        done.set(result == 1);
        Cutoff.whileOpen(() -> {
            throw new AssertionError("went on");
        });
    }

    @Test
    @DisplayName("and not for ever: it ends after a while, for all who wait for it")
    void theWorkOfOthersHasItsTime() {
        var shared = new SharedWork<String, Integer>(Duration.ofMillis(50));
        var blocked = new CountDownLatch(1);

        assertThatThrownBy(() ->
                        shared.run(
                                "key",
                                () -> {
                                    Cutoff.whileOpen(() -> block(blocked));
                                    return 1;
                                }))
                .isInstanceOfSatisfying(
                        UpstreamException.class, late -> assertThat(late.status()).isEqualTo(504));
    }

    @Test
    @DisplayName("A call that waits for the work of another one can be ended")
    void whoWaitsForOthersIsCutOff() {
        var shared = new SharedWork<String, Integer>();
        var begun = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        var leader =
                new FutureTask<>(() ->
                        shared.run(
                                "key",
                                () -> {
                                    begun.countDown();
                                    Fixture.await(over);
                                    return 1;
                                }));
        Thread.ofVirtual().start(leader);
        Fixture.await(begun);
        Thread.ofVirtual().start(() -> cutoff.end(Cutoff.Reason.CLIENT_GONE));

        assertThatThrownBy(() -> cutoff.cover(() -> shared.run("key", () -> 2)))
                .isInstanceOf(InterruptedIOException.class);

        over.countDown();
        assertThat(leader).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(1);
    }

    @Test
    void withoutACallNothingCanBeCutOff() throws IOException {
        cutoff.end(Cutoff.Reason.CLIENT_GONE);

        assertThat(Cutoff.<Integer>whileOpen(() -> 1)).isEqualTo(1);
    }

    private static void block(CountDownLatch blocked) throws IOException {
        blocked.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void fail(String why) throws IOException {
        throw new IOException(why);
    }
}
