package dev.keystile.app.http;

import dev.keystile.app.pages.PageHeaders;
import dev.keystile.app.pages.Pages;
import dev.keystile.app.pages.Texts;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.nio.charset.StandardCharsets;

/**
 * Answers to requests that were refused before routing, for example for a malformed first line;
 * filters do not see them.
 */
record EarlyErrors(Pages pages, StrictTransport transport) implements DirectHandler {
    /** This handler for every kind of event. */
    DirectHandlers handlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, this);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        // Nothing was read when there is no path: what failed, failed on what the client had sent.
        boolean unreadable = request.path().isEmpty() && status.code() >= 500;
        return answer(request, type, unreadable ? Status.BAD_REQUEST_400 : status, headers);
    }

    private TransportResponse answer(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers) {
        String path = request.path().replaceFirst("[?#].*$", "");
        boolean page = Audience.of(path, request.headers()) == Audience.PERSON;
        headers.set(HeaderValues.X_CONTENT_TYPE_OPTIONS_NOSNIFF);
        transport.tell(headers);
        if (status.code() == Status.SERVICE_UNAVAILABLE_503.code()) {
            headers.set(HeaderNames.RETRY_AFTER, "1");
        }
        if (ProgramPaths.have(path)) {
            Cors.allow(headers);
        }
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .keepAlive(type.keepAlive())
                .entity(page ? page(request, status, headers) : json(status, headers))
                .build();
    }

    private byte[] page(TransportRequest request, Status status, ServerResponseHeaders headers) {
        Texts texts = AskedLanguage.of("", request.headers());
        headers.set(HeaderNames.CONTENT_LANGUAGE, texts.tag());
        PageHeaders.ALL.forEach((name, value) -> headers.set(HeaderNames.create(name), value));
        headers.set(HeaderNames.CONTENT_TYPE, ContentTypes.HTML + "; charset=utf-8");
        return problem(status).page(pages.in(texts), status).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] json(Status status, ServerResponseHeaders headers) {
        headers.set(HeaderNames.CONTENT_TYPE, ContentTypes.JSON);
        headers.set(HeaderNames.CACHE_CONTROL, "no-store");
        Problem problem = problem(status);
        return Json.object()
                .with("error", problem.code())
                .with("error_description", problem.explanation())
                .bytes();
    }

    private static Problem problem(Status status) {
        return status.code() < 500 ? Problem.of(status) : Problem.UNAVAILABLE;
    }
}
