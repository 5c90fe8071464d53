package dev.keystile.app.http;

import dev.keystile.app.pages.Pages;
import dev.keystile.app.pages.Texts;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitFields;
import dev.keystile.oauth.api.OAuthError;
import io.helidon.http.Status;
import java.util.List;

/**
 * What is said of an error that is no outcome of a use case.
 *
 * @param code as JSON's {@code error}
 * @param key of its texts; the English explanation is also JSON's {@code error_description}
 * @param arguments what is filled into them
 */
record Problem(String code, String key, List<Object> arguments) {
    static final Problem UNAVAILABLE =
            new Problem(OAuthError.TEMPORARILY_UNAVAILABLE.code(), "unavailable");

    private Problem(String code, String key, Object... arguments) {
        this(code, "problem." + key, List.of(arguments));
    }

    /** What is said with a status of the client's making. */
    static Problem of(Status status) {
        return switch (status.code()) {
            case 404 -> new Problem("not_found", "not-found");
            case 413 -> new Problem(OAuthError.INVALID_REQUEST.code(), "too-large");
            case 414 -> new Problem(OAuthError.INVALID_REQUEST.code(), "too-long");
            default -> new Problem(OAuthError.INVALID_REQUEST.code(), "malformed");
        };
    }

    /** What is said of one request too many. */
    static Problem tooMany(LimitDecision.Limited limit) {
        return new Problem(
                "too_many_requests",
                "too-many",
                limit.rule().text(),
                LimitFields.retryAfter(limit));
    }

    /** What is said of a fault of this server. */
    static Problem failed(String requestId) {
        return new Problem(OAuthError.SERVER_ERROR.code(), "failed", requestId);
    }

    /** Answers with it, as a page or as JSON. */
    void answer(Reply reply, Status status, Pages pages) {
        switch (Audience.of(reply.request())) {
            case PROGRAM -> reply.error(status, code, explanation());
            case PERSON -> reply.page(status, pages, in -> page(in, status));
        }
    }

    /** As a page. */
    String page(Pages pages, Status status) {
        return pages.problem(status.code(), key, arguments.toArray());
    }

    /** For programs. */
    String explanation() {
        return Texts.ENGLISH.plain(key + ".explanation", arguments.toArray());
    }
}
