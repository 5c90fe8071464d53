package dev.keystile.app.http;

import dev.keystile.app.pages.Pages;
import dev.keystile.oauth.api.Authorization;
import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.ReviewPrompt;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the forms of the consent pages are sent to. */
final class ConsentRoutes implements HttpService {
    private final Authorization authorization;
    private final Pages pages;
    private final BindingCookie cookie;
    private final SameOrigin sameOrigin;
    private final Limits limits;

    ConsentRoutes(
            Authorization authorization,
            Pages pages,
            BindingCookie cookie,
            SameOrigin sameOrigin,
            Limits limits) {
        this.authorization = authorization;
        this.pages = pages;
        this.cookie = cookie;
        this.sameOrigin = sameOrigin;
        this.limits = limits;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any("/oauth/callback", MethodTable.post(this::callback));
    }

    private void callback(ServerRequest request, Reply reply) {
        if (!sameOrigin.allows(request.headers())) {
            problem(reply, Status.FORBIDDEN_403, "other-origin");
            return;
        }
        switch (Form.read(request)) {
            case Form.Read(Parameters form) ->
                    take(request, form, cookie.read(request.headers()), reply);
            case Form.Unreadable(Status status, String description) ->
                    problem(reply, status, "form", description);
        }
    }

    private void take(
            ServerRequest request, Parameters form, @Nullable Secret browser, Reply reply) {
        ConsentStep step = step(form, browser);
        if (step == null) {
            problem(reply, Status.BAD_REQUEST_400, "incomplete");
        } else if (mayGoOn(request, step, reply)) {
            answer(authorization.consent(step), step, reply);
        }
    }

    /** Typed keys are counted; whoever allows or denies is never held up. */
    private boolean mayGoOn(ServerRequest request, ConsentStep step, Reply reply) {
        return switch (step) {
            case ConsentStep.Continue _ -> limits.passes(request, reply, LimitRule.KEY_NETWORK);
            case ConsentStep.Allow _, ConsentStep.Deny _ -> true;
        };
    }

    private static @Nullable ConsentStep step(Parameters form, @Nullable Secret browser) {
        Secret transaction = form.secret("transaction");
        return switch (form.value("decision")) {
            case "continue" ->
                    new ConsentStep.Continue(
                            transaction,
                            browser,
                            form.secret("api_key"),
                            form.value("connector"),
                            form.value("user_id"));
            case "allow" ->
                    new ConsentStep.Allow(
                            transaction, browser, tools(form), "yes".equals(form.value("replace")));
            case "deny" -> new ConsentStep.Deny(transaction, browser);
            case null, default -> null;
        };
    }

    /**
     * What was chosen; null when nothing was that can be used. Whoever ticked tools and left
     * another choice as it was did not mean that one.
     */
    static @Nullable ToolPolicy tools(Parameters form) {
        List<String> ticked = form.values("tool");
        return switch (form.value("tools")) {
            case "all" -> ticked.isEmpty() ? new ToolPolicy.Everything() : null;
            case "read-only" -> ticked.isEmpty() ? new ToolPolicy.ReadOnly() : null;
            case "some" -> ToolPolicy.named(ticked).orElse(null);
            case null, default -> null;
        };
    }

    private void answer(ConsentOutcome outcome, ConsentStep step, Reply reply) {
        switch (outcome) {
            case ConsentOutcome.AskAgain(KeyPrompt prompt, KeyProblem problem) ->
                    reply.page(status(problem), pages, in -> in.key(prompt, problem));
            case ConsentOutcome.TooMany(KeyPrompt prompt, LimitDecision.Limited limit) -> {
                Limits.tell(reply, limit);
                reply.page(
                        Status.TOO_MANY_REQUESTS_429,
                        pages,
                        in -> in.keyLater(prompt, limit.retryAfter()));
            }
            case ConsentOutcome.Review(ReviewPrompt prompt) ->
                    reply.page(Status.OK_200, pages, in -> in.review(prompt));
            case ConsentOutcome.ChooseAgain(ReviewPrompt prompt) ->
                    reply.page(Status.BAD_REQUEST_400, pages, in -> in.chooseAgain(prompt));
            case ConsentOutcome.Redirect(AuthorizationResponse response) ->
                    leave(response, step instanceof ConsentStep.Deny, reply);
            case ConsentOutcome.Expired() -> problem(reply, Status.BAD_REQUEST_400, "expired");
        }
    }

    private void leave(AuthorizationResponse response, boolean denied, Reply reply) {
        if (response.direct()) {
            reply.redirect(response.location());
        } else {
            reply.page(Status.OK_200, pages, in -> in.leave(response, denied));
        }
    }

    private void problem(Reply reply, Status status, String key, Object... arguments) {
        reply.page(status, pages, in -> in.problem(status.code(), "problem." + key, arguments));
    }

    /** The status of a page that asks for a key again. */
    static Status status(KeyProblem problem) {
        return switch (problem) {
            case REJECTED, NOT_THE_OWNER -> Status.UNAUTHORIZED_401;
            case MALFORMED, MALFORMED_USER_ID, NO_CONNECTOR, KEY_OF_ANOTHER ->
                    Status.BAD_REQUEST_400;
            case UNAVAILABLE -> Status.SERVICE_UNAVAILABLE_503;
            case NOT_CHECKABLE -> Status.FORBIDDEN_403;
        };
    }
}
