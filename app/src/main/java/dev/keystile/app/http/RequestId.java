package dev.keystile.app.http;

import io.helidon.webserver.http.ServerRequest;

/**
 * Tells a request from all others of this process, in logs and in the answer to an unexpected
 * failure.
 */
final class RequestId {
    private RequestId() {}

    /** The connection's id and the request's number on it. */
    static String of(ServerRequest request) {
        return request.socketId() + "-" + request.id();
    }
}
