package dev.keystile.app.http;

import dev.keystile.oauth.api.spi.StoreUnavailableException;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;

/**
 * Answers for everything that endpoints throw, told apart: no message of an exception gets out, and
 * no stack trace.
 */
interface Thrown extends HttpFeature {
    /** The store is away. */
    void unavailable(Reply reply, StoreUnavailableException thrown);

    /**
     * The request is not taken.
     *
     * @param status 400 to 499
     */
    void refused(Reply reply, Status status);

    /** A fault of ours. */
    void failed(Reply reply, Throwable thrown);

    @Override
    default void setup(HttpRouting.Builder routing) {
        routing.error(
                        StoreUnavailableException.class,
                        (request, response, thrown) ->
                                unavailable(new Reply(request, response), thrown))
                .error(
                        HttpException.class,
                        (request, response, thrown) -> thrown(new Reply(request, response), thrown))
                .error(
                        Throwable.class,
                        (request, response, thrown) ->
                                failed(new Reply(request, response), thrown));
    }

    private void thrown(Reply reply, HttpException thrown) {
        Status status = thrown.status();
        if (status.code() >= 500) {
            failed(reply, thrown);
        } else if (status.code() < 400) {
            // A cached file is still good: that too is thrown, and has no body (RFC 9110 section
            // 15.4.5).
            reply.response().status(status).send();
        } else {
            refused(reply, status);
        }
    }
}
