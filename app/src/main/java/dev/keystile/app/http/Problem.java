package dev.keystile.app.http;

import dev.keystile.app.pages.Pages;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitFields;
import dev.keystile.oauth.api.OAuthError;
import io.helidon.http.Status;

/**
 * What is said of an error that is no outcome of a use case.
 *
 * @param code as JSON's {@code error}
 * @param explanation also JSON's {@code error_description}
 */
record Problem(String code, String title, String explanation, String next) {
    static final Problem UNAVAILABLE =
            new Problem(
                    OAuthError.TEMPORARILY_UNAVAILABLE.code(),
                    "Please try again in a moment",
                    "This server cannot answer now. Repeat the same request in a few seconds.",
                    "Load this page again. What you were doing is not lost.");

    private static final String BACK = "Go back to your app and try again from there.";

    /** What is said with a status of the client's making. */
    static Problem of(Status status) {
        return switch (status.code()) {
            case 404 ->
                    new Problem(
                            "not_found",
                            "There is nothing here",
                            "No page, endpoint or resource of this server has this address.",
                            "Check the address, or begin at the start page.");
            case 413 ->
                    invalid(
                            "That is too much",
                            "The request's body is larger than this server takes.");
            case 414 -> invalid("That address is too long", "The request's address is too long.");
            default -> invalid("This request cannot be read", "The request is malformed.");
        };
    }

    /** What is said of one request too many. */
    static Problem tooMany(LimitDecision.Limited limit) {
        long seconds = LimitFields.retryAfter(limit);
        return new Problem(
                "too_many_requests",
                "Too many requests",
                "There were too many requests of this kind from where you are ("
                        + limit.rule().text()
                        + "). Try again in "
                        + seconds
                        + " seconds.",
                "Wait " + seconds + " seconds, then try again.");
    }

    /** What is said of a fault of this server. */
    static Problem failed(String requestId) {
        return new Problem(
                OAuthError.SERVER_ERROR.code(),
                "Something went wrong here",
                "This server failed to answer. The log has the reason under " + requestId + ".",
                "Try again; if it happens again, tell whoever runs this server that number.");
    }

    /** Answers with it, as a page or as JSON. */
    void answer(Reply reply, Status status, Pages pages) {
        switch (Audience.of(reply.request())) {
            case PROGRAM -> reply.error(status, code, explanation);
            case PERSON -> reply.page(status, page(pages, status));
        }
    }

    /** As a page. */
    String page(Pages pages, Status status) {
        return pages.problem(status.code(), title, explanation, next);
    }

    private static Problem invalid(String title, String explanation) {
        return new Problem(OAuthError.INVALID_REQUEST.code(), title, explanation, BACK);
    }
}
