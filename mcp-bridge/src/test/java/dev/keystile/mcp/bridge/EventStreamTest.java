package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keeping a stream awake, by a clock that the test moves. */
@Timeout(60)
class EventStreamTest {
    private static final Duration QUIET = Duration.ofSeconds(15);
    private static final String COMMENT = ":\n\n";

    private final MovableClock clock = new MovableClock();
    private final Passed time = new Passed(clock);
    private final ByteArrayOutputStream client = new ByteArrayOutputStream();
    private volatile IOException cutWithout;
    private final EventStream stream = new EventStream(client, time, 0);

    @Test
    @DisplayName("GW-08: a comment is due when nothing came for exactly as long as set")
    void aCommentIsDueAtTheVeryMoment() throws IOException {
        say("data: 1\n\n");

        advance(QUIET.minusMillis(1));
        stream.keepAlive(QUIET);
        assertThat(sent()).isEqualTo("data: 1\n\n");

        advance(Duration.ofMillis(1));
        stream.keepAlive(QUIET);
        stream.keepAlive(QUIET);
        assertThat(sent()).isEqualTo("data: 1\n\n" + COMMENT);
    }

    @Test
    void everyByteAndEveryCommentStartTheTimeAnew() throws IOException {
        advance(QUIET.minusMillis(1));
        say("data: 1\n\n");
        advance(QUIET.minusMillis(1));
        assertThat(stream.isQuiet(QUIET)).isFalse();
        advance(Duration.ofMillis(1));
        stream.keepAlive(QUIET);
        advance(QUIET.minusMillis(1));
        assertThat(stream.isQuiet(QUIET)).isFalse();
        advance(Duration.ofMillis(1));
        assertThat(stream.isQuiet(QUIET)).isTrue();
    }

    @Test
    @DisplayName("GW-08: there is no comment in the middle of an event, however long it takes")
    void noCommentStandsInAnEvent() throws IOException {
        say("data: {\"half\":\n");
        advance(Duration.ofHours(1));
        stream.keepAlive(QUIET);
        say("data: 1}");
        advance(Duration.ofHours(1));
        stream.keepAlive(QUIET);
        say("\n\n");
        advance(QUIET);
        stream.keepAlive(QUIET);

        assertThat(sent()).isEqualTo("data: {\"half\":\ndata: 1}\n\n" + COMMENT);
    }

    @Test
    void aStreamThatHasEndedIsLeftAlone() throws IOException {
        stream.close();
        advance(QUIET);
        stream.keepAlive(QUIET);

        assertThat(sent()).isEmpty();
    }

    @Test
    void nobodyWaitsBehindAClientThatDoesNotRead() throws Exception {
        var entered = new CountDownLatch(1);
        var read = new CountDownLatch(1);
        var blocking = new EventStream(blockingClient(entered, read), time, 0);
        Thread writer = Thread.ofVirtual().start(() -> write(blocking));
        entered.await();
        advance(QUIET);

        blocking.keepAlive(QUIET);
        assertThatThrownBy(blocking::cut).isInstanceOf(IOException.class);

        read.countDown();
        writer.join();
        blocking.cut();
    }

    @Test
    void aStreamIsCutBehindTheCommentThatIsOnItsWay() throws Exception {
        var entered = new CountDownLatch(1);
        var read = new CountDownLatch(1);
        var blocking = new EventStream(blockingClient(entered, read), time, 0);
        advance(QUIET);
        Thread comment = Thread.ofVirtual().start(() -> comment(blocking));
        entered.await();
        Thread cut = Thread.ofVirtual().start(() -> cut(blocking));
        while (cut.isAlive() && cut.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        read.countDown();

        comment.join();
        cut.join();
        assertThat(cutWithout).isNull();
    }

    @Test
    void whoWaitsForItsTurnCanBeInterrupted() throws Exception {
        var entered = new CountDownLatch(1);
        var read = new CountDownLatch(1);
        var blocking = new EventStream(blockingClient(entered, read), time, 0);
        Thread writer = Thread.ofVirtual().start(() -> write(blocking));
        entered.await();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> blocking.write(1)).isInstanceOf(IOException.class);

        assertThat(Thread.interrupted()).isTrue();
        read.countDown();
        writer.join();
    }

    private static OutputStream blockingClient(CountDownLatch entered, CountDownLatch read) {
        return new OutputStream() {
            @Override
            public void write(int value) {
                entered.countDown();
                Fixture.await(read);
            }
        };
    }

    private void comment(EventStream stream) {
        try {
            stream.keepAlive(QUIET);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void cut(EventStream stream) {
        try {
            stream.cut();
        } catch (IOException e) {
            cutWithout = e;
        }
    }

    private static void write(EventStream stream) {
        try {
            stream.write('x');
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void advance(Duration duration) {
        clock.advance(duration);
        time.look();
    }

    private void say(String text) throws IOException {
        stream.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private String sent() {
        return client.toString(StandardCharsets.UTF_8);
    }
}
