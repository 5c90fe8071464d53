package dev.keystile.app.http;

import dev.keystile.oauth.api.Parameters;
import io.helidon.http.Status;
import java.util.function.Consumer;

/** The forms of our own pages: another site's post of them goes no further. */
record OwnForms(SameOrigin sameOrigin, ConsentAnswers answers) {
    /** Hands the form on that was posted; else the request is answered. */
    void read(Reply reply, Consumer<Parameters> next) {
        if (!sameOrigin.allows(reply.request().headers())) {
            answers.problem(reply, Status.FORBIDDEN_403, "other-origin");
            return;
        }
        switch (Form.read(reply.request())) {
            case Form.Read(Parameters form) -> next.accept(form);
            case Form.Unreadable(Status status, String description) ->
                    answers.problem(reply, status, "form", description);
        }
    }
}
