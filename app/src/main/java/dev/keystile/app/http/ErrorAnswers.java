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
    private static final Logger LOGGER = System.getLogger("dev.keystile.http");

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
        LOGGER.log(Level.WARNING, "store.unavailable request=" + RequestId.of(request), thrown);
        var reply = new Reply(request, response).retryAfter(StoreUnavailableException.RETRY_AFTER);
        Problem.UNAVAILABLE.answer(reply, Status.SERVICE_UNAVAILABLE_503, pages);
    }

    private void refused(ServerRequest request, ServerResponse response, HttpException thrown) {
        Status status = thrown.status();
        if (status.code() >= 500) {
            failed(request, response, thrown);
        } else {
            Problem.of(status).answer(new Reply(request, response), status, pages);
        }
    }

    private void failed(ServerRequest request, ServerResponse response, Throwable thrown) {
        String id = RequestId.of(request);
        LOGGER.log(Level.ERROR, "request.failed request=" + id, thrown);
        var reply = new Reply(request, response);
        Problem.failed(id).answer(reply, Status.INTERNAL_SERVER_ERROR_500, pages);
    }
}
