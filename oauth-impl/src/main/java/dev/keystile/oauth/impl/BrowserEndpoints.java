package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Authorization;
import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationRequest;
import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The authorization endpoint and the target of the forms of its pages. */
final class BrowserEndpoints {
    // No form-action: browsers apply it to the redirect after a post, which leads to the client.
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors"
                    + " 'none'";

    private final Authorization authorization;
    private final ConsentPages pages;
    private final Issuer issuer;
    private final String cookie;

    BrowserEndpoints(Authorization authorization, ConsentPages pages, Issuer issuer) {
        this.authorization = authorization;
        this.pages = pages;
        this.issuer = issuer;
        // Under http no browser takes the prefix, and cookies are shared by all ports.
        this.cookie = issuer.https() ? "__Host-keystile" : "keystile-" + issuer.port();
    }

    EndpointAnswer authorize(EndpointRequest request) {
        Optional<Parameters> parameters = request.query();
        if (parameters.isEmpty()) {
            return page(400, pages.problem("The app sent a request that cannot be read."));
        }
        var asked = new AuthorizationRequest(parameters.get(), browser(request));
        return switch (authorization.authorize(asked)) {
            case AuthorizationOutcome.Ask(KeyPrompt prompt, Secret browser) ->
                    bound(page(200, pages.key(prompt, null)), browser);
            case AuthorizationOutcome.Refused(var failure) ->
                    page(400, pages.problem(failure.description()));
            case AuthorizationOutcome.Undescribed(var failure) ->
                    page(400, pages.problem(failure.description()));
            case AuthorizationOutcome.Redirect(AuthorizationResponse response) -> leave(response);
        };
    }

    EndpointAnswer callback(EndpointRequest request) throws IOException {
        if (!ownForm(request)) {
            return page(403, pages.problem("The form was sent from another site."));
        }
        Optional<ConsentStep> step =
                request.form()
                        .flatMap(form ->
                                Optional.ofNullable(ConsentForm.step(form, browser(request))));
        return step.map(taken -> answer(authorization.consent(taken)))
                .orElseGet(() -> page(400, pages.problem("The form is incomplete.")));
    }

    private EndpointAnswer answer(ConsentOutcome outcome) {
        return switch (outcome) {
            case ConsentOutcome.AskAgain(KeyPrompt prompt, KeyProblem problem) ->
                    page(400, pages.key(prompt, problem));
            case ConsentOutcome.TooMany(var _, var limit) ->
                    page(429, pages.problem("Too many keys were tried; try again later."))
                            .retryAfter(limit.retryAfter());
            case ConsentOutcome.Review(var prompt) -> page(200, pages.review(prompt));
            case ConsentOutcome.ChooseAgain(var prompt) -> page(400, pages.review(prompt));
            case ConsentOutcome.ToProvider(Secret url) -> EndpointAnswer.redirect(url);
            case ConsentOutcome.Redirect(AuthorizationResponse response) -> leave(response);
            case ConsentOutcome.Expired() ->
                    page(400, pages.problem("The page is too old; begin again in the app."));
        };
    }

    private EndpointAnswer leave(AuthorizationResponse response) {
        return response.direct()
                ? EndpointAnswer.redirect(response.location())
                : page(200, pages.leave(response));
    }

    /** By {@code Sec-Fetch-Site}, and where that is absent by {@code Origin}; neither is a no. */
    private boolean ownForm(EndpointRequest request) {
        List<String> site = request.values("Sec-Fetch-Site");
        return site.isEmpty()
                ? request.values("Origin").equals(List.of(issuer.value()))
                : site.equals(List.of("same-origin"));
    }

    private @Nullable Secret browser(EndpointRequest request) {
        return request.values("Cookie").stream()
                .flatMap(line -> Stream.of(line.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(cookie + "=") && !pair.endsWith("="))
                .findFirst()
                .map(pair -> Secret.of(pair.substring(cookie.length() + 1)))
                .orElse(null);
    }

    private EndpointAnswer bound(EndpointAnswer answer, Secret browser) {
        return answer.with(
                "Set-Cookie",
                cookie
                        + "="
                        + browser.reveal()
                        + "; Path=/; HttpOnly; SameSite=Lax"
                        + (issuer.https() ? "; Secure" : ""));
    }

    private static EndpointAnswer page(int status, String html) {
        return new EndpointAnswer(status, EndpointAnswer.empty(status).headers(), html)
                .with("Content-Type", "text/html; charset=utf-8")
                .with("Content-Security-Policy", POLICY)
                .with("X-Frame-Options", "DENY")
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "same-origin");
    }
}
