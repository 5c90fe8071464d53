package dev.keystile.app.http;

import dev.keystile.oauth.api.spi.StoreUnavailableException;
import io.helidon.http.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Answers for what the administration could not do. */
record AdminFailures() implements Thrown {
    private static final Logger LOGGER = System.getLogger(AdminFailures.class.getName());

    @Override
    public void unavailable(Reply reply, StoreUnavailableException thrown) {
        LOGGER.log(Level.WARNING, "admin.store-unavailable reason=\"{0}\"", thrown.getMessage());
        AdminProblem.unavailable(
                reply,
                StoreUnavailableException.RETRY_AFTER,
                "The store does not answer. The log of the gateway and /health/ready say more.");
    }

    @Override
    public void refused(Reply reply, Status status) {
        Problem problem = Problem.of(status);
        AdminProblem.tell(
                reply, status, problem.code(), status.reasonPhrase(), problem.explanation());
    }

    @Override
    public void failed(Reply reply, Throwable thrown) {
        LOGGER.log(Level.ERROR, "admin.failed" + Trace.of(thrown));
        AdminProblem.tell(
                reply,
                Status.INTERNAL_SERVER_ERROR_500,
                "server_error",
                "Something is wrong here",
                "The log of the gateway says why");
    }
}
