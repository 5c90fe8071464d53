package dev.keystile.app.log;

import dev.keystile.app.http.RequestScope;
import dev.keystile.app.http.Trace;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** Writes each event as a line of text, with the id of the request in which it happened. */
public final class TextLines extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS")
                    .withZone(ZoneId.systemDefault());

    @Override
    public String format(LogRecord record) {
        Throwable thrown = record.getThrown();
        return TIME.format(record.getInstant())
                + " "
                + Verbosity.shown(record.getLevel())
                + " "
                + record.getLoggerName()
                + " "
                + formatMessage(record)
                + (thrown == null ? "" : Trace.of(thrown))
                + "\n";
    }

    @Override
    public String formatMessage(LogRecord record) {
        String message = super.formatMessage(record);
        return RequestScope.current()
                .filter(_ -> !message.contains(" request="))
                .map(scope -> with(message, " request=" + scope.id()))
                .orElse(message);
    }

    /** In the first line; a stack trace follows. */
    private static String with(String message, String field) {
        int end = message.indexOf('\n');
        int at = end < 0 ? message.length() : end;
        return message.substring(0, at).stripTrailing() + field + message.substring(at);
    }
}
