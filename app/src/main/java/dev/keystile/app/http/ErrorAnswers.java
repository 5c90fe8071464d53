package dev.keystile.app.http;

import dev.keystile.app.pages.Pages;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import io.helidon.http.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Answers for everything that was thrown: a page only where one is due. */
record ErrorAnswers(Pages pages) implements Thrown {
    private static final Logger LOGGER = System.getLogger(ErrorAnswers.class.getName());

    @Override
    public void unavailable(Reply reply, StoreUnavailableException thrown) {
        // The reason is made for the log and quotes nothing.
        LOGGER.log(
                Level.WARNING,
                "store.unavailable request={0} reason=\"{1}\"",
                RequestId.of(reply.request()),
                thrown.getMessage());
        Problem.UNAVAILABLE.answer(
                reply.retryAfter(StoreUnavailableException.RETRY_AFTER),
                Status.SERVICE_UNAVAILABLE_503,
                pages);
    }

    @Override
    public void refused(Reply reply, Status status) {
        Problem.of(status).answer(reply, status, pages);
    }

    @Override
    public void failed(Reply reply, Throwable thrown) {
        String id = RequestId.of(reply.request());
        LOGGER.log(Level.ERROR, "request.failed request=" + id + Trace.of(thrown));
        Problem.failed(id).answer(reply, Status.INTERNAL_SERVER_ERROR_500, pages);
    }
}
