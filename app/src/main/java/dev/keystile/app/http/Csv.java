package dev.keystile.app.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A table that is written as CSV, a part at a time, since it may be long. To HEAD its headers alone
 * are sent, with its length.
 */
record Csv<T>(Table<T> table, Reply reply, OutputStream out) implements AutoCloseable {
    /** Begins the answer, as a file to be kept. */
    static <T> Csv<T> begin(Reply reply, Table<T> table) {
        reply.with(HeaderValues.create(HeaderNames.CONTENT_TYPE, "text/csv; charset=utf-8"))
                .with(HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-store"))
                .with(
                        HeaderValues.create(
                                HeaderNames.CONTENT_DISPOSITION,
                                "attachment; filename=\"" + table.name() + ".csv\""));
        var csv = new Csv<>(table, reply, out(reply));
        csv.write(table.head());
        return csv;
    }

    private static OutputStream out(Reply reply) {
        return reply.request().prologue().method().equals(Method.HEAD)
                ? new ByteArrayOutputStream()
                : reply.response().outputStream();
    }

    /** Writes a part. */
    void write(List<T> items) {
        items.forEach(item -> write(table.line(item)));
    }

    private void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (out instanceof ByteArrayOutputStream kept) {
            reply.send(Status.OK_200, kept.toByteArray());
        }
    }
}
