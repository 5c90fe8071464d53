package dev.keystile.app.log;

import dev.keystile.app.http.RequestScope;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** Writes each event as a line of text, with the id of the request in which it happened. */
public final class TextLines extends SimpleFormatter {
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
