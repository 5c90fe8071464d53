package dev.keystile.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** How an event is written in both forms. */
class LinesTest {
    private static String line(Formatter formatter, Level level) {
        var record = new LogRecord(level, "task.failed task=one");
        record.setLoggerName("dev.keystile.app.RepeatedTask");
        record.setThrown(new IllegalStateException());
        return formatter.format(record);
    }

    @Test
    void levelsAreCalledAsInTheSettings() {
        assertThat(line(new TextLines(), Level.SEVERE))
                .containsPattern("^[-0-9]{10}T[:.0-9]{12} ERROR dev.keystile.app.RepeatedTask task")
                .endsWith("\n");
        assertThat(line(new JsonLines(), Level.SEVERE)).contains("\"level\":\"ERROR\"");
        assertThat(line(new TextLines(), Level.FINE)).contains(" DEBUG ");
        assertThat(line(new JsonLines(), Level.CONFIG)).contains("\"level\":\"CONFIG\"");
    }

    @Test
    void whatWasThrownStandsBelowAText() {
        assertThat(line(new TextLines(), Level.SEVERE).lines().toList())
                .satisfies(lines -> assertThat(lines.getFirst()).endsWith("task=one"))
                .satisfies(lines ->
                        assertThat(lines.get(1)).contains("java.lang.IllegalStateException"))
                .hasSizeGreaterThan(2);
    }
}
