package dev.keystile.app.http;

import dev.keystile.oauth.api.Authorization;
import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationRequest;
import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;

/** The authorization endpoint (RFC 6749 section 3.1). */
final class AuthorizeRoutes implements HttpService {
    private final Authorization authorization;
    private final ConsentAnswers answers;
    private final BindingCookie cookie;
    private final Limits limits;

    AuthorizeRoutes(
            Authorization authorization,
            ConsentAnswers answers,
            BindingCookie cookie,
            Limits limits) {
        this.authorization = authorization;
        this.answers = answers;
        this.cookie = cookie;
        this.limits = limits;
    }

    @Override
    public void routing(HttpRules rules) {
        MethodTable methods =
                MethodTable.get(limits.perNetwork(LimitRule.AUTHORIZE_NETWORK, this::authorize));
        rules.any("/oauth/authorize", methods).any("/authorize", methods);
    }

    private void authorize(ServerRequest request, Reply reply) {
        answer(
                Parameters.parse(request.query().rawValue())
                        .map(parameters -> outcome(parameters, request))
                        .orElseGet(AuthorizeRoutes::malformed),
                reply);
    }

    private AuthorizationOutcome outcome(Parameters parameters, ServerRequest request) {
        return authorization.authorize(
                new AuthorizationRequest(parameters, cookie.read(request.headers())));
    }

    private void answer(AuthorizationOutcome outcome, Reply reply) {
        switch (outcome) {
            case AuthorizationOutcome.Ask(KeyPrompt prompt, Secret browser) -> {
                cookie.write(reply, browser);
                reply.page(Status.OK_200, answers.pages(), in -> in.key(prompt, null));
            }
            case AuthorizationOutcome.Refused(OAuthFailure failure) ->
                    refuse(failure, reply, refusal(failure));
            case AuthorizationOutcome.Undescribed(OAuthFailure failure) ->
                    refuse(failure, reply, "problem.undescribed");
            case AuthorizationOutcome.Redirect(AuthorizationResponse response) ->
                    answers.leave(response, false, reply);
        }
    }

    private void refuse(OAuthFailure failure, Reply reply, String key) {
        Status status = Status.BAD_REQUEST_400;
        if (Audience.of(reply.request()) == Audience.PROGRAM) {
            reply.failure(status, failure);
        } else {
            reply.page(
                    status,
                    answers.pages(),
                    in -> in.problem(status.code(), key, failure.description()));
        }
    }

    private static String refusal(OAuthFailure failure) {
        return failure.error() == OAuthError.INVALID_CLIENT
                ? "problem.unknown-client"
                : "problem.refused";
    }

    private static AuthorizationOutcome malformed() {
        return new AuthorizationOutcome.Refused(
                new OAuthFailure(
                        OAuthError.INVALID_REQUEST,
                        "the query holds a malformed escape or is not UTF-8"));
    }
}
