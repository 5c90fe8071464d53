package dev.keystile.app.trace;

import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says when spans could not be sent; OpenTelemetry's own log is off. Of what failed it says a name
 * or a status, since messages may quote a header.
 *
 * @param due whether it may be said now
 */
record ToldExports(SpanExporter exporter, BooleanSupplier due) implements SpanExporter {
    private static final Logger LOGGER = System.getLogger(ToldExports.class.getName());

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int number = spans.size();
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> tell(result, number));
    }

    private void tell(CompletableResultCode result, int number) {
        if (!result.isSuccess() && due.getAsBoolean()) {
            LOGGER.log(
                    Level.WARNING,
                    () ->
                            "tracing.export-failed spans="
                                    + number
                                    + " reason="
                                    + reason(result.getFailureThrowable()));
        }
    }

    private static String reason(@Nullable Throwable failed) {
        HttpResponse answer =
                failed instanceof HttpExportException export ? export.getResponse() : null;
        if (answer != null) {
            return "\"status " + answer.getStatusCode() + '"';
        }
        Throwable known = failed == null || failed.getCause() == null ? failed : failed.getCause();
        return known == null ? "unknown" : known.getClass().getSimpleName();
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
