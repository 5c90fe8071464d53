package dev.keystile.app.http;

import dev.keystile.oauth.api.spi.StoreUnavailableException;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Answers for what the administration could not do, without a message of an exception. */
final class AdminFailures {
    private static final Logger LOGGER = System.getLogger(AdminFailures.class.getName());

    private AdminFailures() {}

    static void setup(HttpRouting.Builder routing) {
        routing.error(StoreUnavailableException.class, AdminFailures::unavailable)
                .error(HttpException.class, AdminFailures::refused)
                .error(Throwable.class, AdminFailures::failed);
    }

    private static void refused(
            ServerRequest request, ServerResponse response, HttpException thrown) {
        Status status = thrown.status();
        if (status.code() >= 500) {
            failed(request, response, thrown);
        } else if (status.code() < 400) {
            // A cached file is still good: that too is thrown, and has no body (RFC 9110 section
            // 15.4.5).
            response.status(status).send();
        } else {
            Problem problem = Problem.of(status);
            AdminProblem.tell(
                    new Reply(request, response),
                    status,
                    problem.code(),
                    status.reasonPhrase(),
                    problem.explanation());
        }
    }

    private static void unavailable(ServerRequest request, ServerResponse response, Throwable e) {
        LOGGER.log(Level.WARNING, "admin.store-unavailable reason=\"{0}\"", e.getMessage());
        AdminProblem.unavailable(
                new Reply(request, response),
                StoreUnavailableException.RETRY_AFTER,
                "The store does not answer. The log of the gateway and /health/ready say more.");
    }

    private static void failed(ServerRequest request, ServerResponse response, Throwable e) {
        LOGGER.log(Level.ERROR, "admin.failed" + Trace.of(e));
        AdminProblem.tell(
                new Reply(request, response),
                Status.INTERNAL_SERVER_ERROR_500,
                "server_error",
                "Something is wrong here",
                "The log of the gateway says why");
    }
}
