package dev.keystile.app.http;

import dev.keystile.app.pages.Pages;
import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.ReviewPrompt;
import dev.keystile.oauth.api.Secret;
import io.helidon.http.Status;

/** What is answered to a step of consent. */
record ConsentAnswers(Pages pages) {
    /** {@code denied}: whether the step was to deny. */
    void answer(ConsentOutcome outcome, boolean denied, Reply reply) {
        switch (outcome) {
            case ConsentOutcome.AskAgain(KeyPrompt prompt, KeyProblem problem) ->
                    reply.page(status(problem), pages, in -> in.key(prompt, problem));
            case ConsentOutcome.TooMany(KeyPrompt prompt, LimitDecision.Limited limit) ->
                    Limits.refuse(reply, limit, pages, (in, wait) -> in.keyLater(prompt, wait));
            case ConsentOutcome.Review(ReviewPrompt prompt) ->
                    reply.page(Status.OK_200, pages, in -> in.review(prompt));
            case ConsentOutcome.ChooseAgain(ReviewPrompt prompt) ->
                    reply.page(Status.BAD_REQUEST_400, pages, in -> in.chooseAgain(prompt));
            case ConsentOutcome.ToProvider(Secret url) -> reply.redirect(url);
            case ConsentOutcome.Redirect(AuthorizationResponse response) ->
                    leave(response, denied, reply);
            case ConsentOutcome.Expired() -> problem(reply, Status.BAD_REQUEST_400, "expired");
        }
    }

    /** An error page. */
    void problem(Reply reply, Status status, String key, Object... arguments) {
        reply.page(status, pages, in -> in.problem(status.code(), "problem." + key, arguments));
    }

    /** The status of a page that asks for a key again. */
    static Status status(KeyProblem problem) {
        return switch (problem) {
            case IDENTITY_NOT_LINKED, IDENTITY_DENIED -> Status.OK_200;
            case REJECTED, NOT_THE_OWNER, IDENTITY_KEY_REJECTED -> Status.UNAUTHORIZED_401;
            case MALFORMED, MALFORMED_USER_ID, NO_CONNECTOR, KEY_OF_ANOTHER ->
                    Status.BAD_REQUEST_400;
            case UNAVAILABLE, IDENTITY_UNAVAILABLE -> Status.SERVICE_UNAVAILABLE_503;
            case NOT_CHECKABLE, IDENTITY_REFUSED -> Status.FORBIDDEN_403;
        };
    }

    /** Back to the client, at once or by a page that names where that is. */
    void leave(AuthorizationResponse response, boolean denied, Reply reply) {
        if (response.direct()) {
            reply.redirect(response.location());
        } else {
            reply.page(Status.OK_200, pages, in -> in.leave(response, denied));
        }
    }
}
