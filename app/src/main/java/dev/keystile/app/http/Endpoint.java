package dev.keystile.app.http;

import io.helidon.webserver.http.ServerRequest;

/** What answers one method of one path. */
@FunctionalInterface
interface Endpoint {
    /** Gives exactly one answer. */
    void answer(ServerRequest request, Reply reply);
}
