package dev.keystile.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When lines of the log are written. */
class LineHandlerTest {
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private final LineHandler handler =
            new LineHandler(
                    stream,
                    new Formatter() {
                        @Override
                        public String format(LogRecord record) {
                            return record.getMessage() + "\n";
                        }
                    });

    @AfterEach
    void close() {
        handler.close();
    }

    private void say(Level level, String message) {
        handler.publish(new LogRecord(level, message));
    }

    private String written() {
        return stream.toString(StandardCharsets.UTF_8);
    }

    @Test
    void fromInfoOnAtOnceAndAllThatCameBefore() {
        say(Level.INFO, "one");
        assertThat(written()).isEqualTo("one\n");

        say(Level.FINE, "two");
        say(Level.SEVERE, "three");
        assertThat(written()).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void oneBelowThatWithoutAnother() {
        say(Level.FINE, "one");

        assertThat(Thread.ofVirtual().start(this::untilWritten))
                .satisfies(thread -> assertThat(thread.join(Duration.ofSeconds(30))).isTrue());
    }

    private void untilWritten() {
        while (written().isEmpty()) {
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    @Test
    void whatWaitsWhenItIsClosed() {
        say(Level.FINE, "one");
        handler.close();

        assertThat(written()).isEqualTo("one\n");
    }
}
