package dev.keystile.app.http;

import dev.keystile.app.pages.Pages;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Answers for everything that was thrown: no message of an exception, no stack trace, a page only
 * where one is due.
 */
final class ErrorAnswers implements HttpFeature {
    private static final Logger LOGGER = System.getLogger(ErrorAnswers.class.getName());

    private final Pages pages;

    ErrorAnswers(Pages pages) {
        this.pages = pages;
    }

    @Override
    public void setup(HttpRouting.Builder routing) {
        routing.error(StoreUnavailableException.class, this::unavailable)
                .error(HttpException.class, this::refused)
                .error(Throwable.class, this::failed);
    }

    private void unavailable(ServerRequest request, ServerResponse response, Throwable thrown) {
        // The reason is made for the log and quotes nothing.
        LOGGER.log(
                Level.WARNING,
                "store.unavailable request={0} reason=\"{1}\"",
                RequestId.of(request),
                thrown.getMessage());
        var reply = new Reply(request, response).retryAfter(StoreUnavailableException.RETRY_AFTER);
        Problem.UNAVAILABLE.answer(reply, Status.SERVICE_UNAVAILABLE_503, pages);
    }

    private void refused(ServerRequest request, ServerResponse response, HttpException thrown) {
        Status status = thrown.status();
        if (status.code() >= 500) {
            failed(request, response, thrown);
        } else if (status.code() < 400) {
            // A cached file is still good: that too is thrown, and has no body (RFC 9110 section
            // 15.4.5).
            response.status(status).send();
        } else {
            Problem.of(status).answer(new Reply(request, response), status, pages);
        }
    }

    private void failed(ServerRequest request, ServerResponse response, Throwable thrown) {
        String id = RequestId.of(request);
        log(Level.ERROR, "request.failed", request, thrown);
        var reply = new Reply(request, response);
        Problem.failed(id).answer(reply, Status.INTERNAL_SERVER_ERROR_500, pages);
    }

    private static void log(Level level, String event, ServerRequest request, Throwable thrown) {
        LOGGER.log(level, event + " request=" + RequestId.of(request) + Trace.of(thrown));
    }
}
