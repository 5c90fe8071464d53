package dev.keystile.app.http;

import dev.keystile.app.pages.AccountDone;
import dev.keystile.app.pages.AccountProblem;
import dev.keystile.app.pages.Texts;
import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.IdentityLogin;
import dev.keystile.oauth.api.IdentityOutcome;
import dev.keystile.oauth.api.IdentityReturn;
import dev.keystile.oauth.api.IdentityStart;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.LinkPrompt;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to the OpenID provider and back (OpenID Connect Core 1.0 section 3.1.2.5).
 *
 * @param browser the cookie that binds a sign-in on its way to its browser
 * @param session the cookie of the account page
 */
record IdentityRoutes(
        IdentityLogin login,
        ConsentAnswers answers,
        BindingCookie browser,
        BindingCookie session,
        Limits limits)
        implements HttpService {
    /** The redirect URI, below the base URL. */
    private static final String PATH = "/oauth/identity";

    @Override
    public void routing(HttpRules rules) {
        if (login.provider().isPresent()) {
            rules.any(
                    PATH,
                    MethodTable.get(limits.perNetwork(LimitRule.KEY_NETWORK, this::comeBack)));
        }
    }

    /** From the account page to the provider. */
    void begin(boolean toLink, Reply reply) {
        if (!limits.passes(reply.request(), reply, LimitRule.KEY_NETWORK)) {
            return;
        }
        switch (login.begin(browser(reply), reply.texts().tag(), toLink)) {
            case IdentityStart.To(Secret url, Secret binding) -> {
                browser.write(reply, binding);
                reply.redirect(url);
            }
            case IdentityStart.Unavailable() -> refused(KeyProblem.IDENTITY_UNAVAILABLE, reply);
        }
    }

    /** The form that asks for the key to link. */
    void link(Parameters form, Reply reply) {
        if (limits.passes(reply.request(), reply, LimitRule.KEY_NETWORK)) {
            answer(
                    login.link(form.secret("proof"), browser(reply), AccountRoutes.key(form)),
                    AccountDone.LINKED,
                    reply);
        }
    }

    private void comeBack(ServerRequest request, Reply reply) {
        IdentityReturn back =
                login.finish(
                        Parameters.parse(request.query().rawValue())
                                .orElseGet(() -> Parameters.parse("").orElseThrow()),
                        browser(reply));
        String language = back.language();
        answer(
                back.outcome(),
                null,
                language == null ? reply : reply.in(Texts.asked(language, List.of())));
    }

    private void answer(IdentityOutcome outcome, @Nullable AccountDone done, Reply reply) {
        switch (outcome) {
            case IdentityOutcome.Consent(ConsentOutcome consent) ->
                    answers.answer(consent, false, reply);
            case IdentityOutcome.Opened(Secret opened) -> {
                session.write(reply, opened);
                AccountRoutes.back(reply, done);
            }
            case IdentityOutcome.Link(LinkPrompt prompt, AccountSignIn refused) ->
                    ask(prompt, refused, reply);
            case IdentityOutcome.Refused(KeyProblem problem) -> refused(problem, reply);
            case IdentityOutcome.Expired() ->
                    answers.problem(reply, Status.BAD_REQUEST_400, "sign-in-expired");
        }
    }

    private void ask(LinkPrompt prompt, @Nullable AccountSignIn refused, Reply reply) {
        switch (refused) {
            case AccountSignIn.TooMany(LimitDecision.Limited limit) ->
                    Limits.refuse(
                            reply,
                            limit,
                            answers.pages(),
                            (in, wait) -> in.linkLater(prompt, wait));
            case AccountSignIn.Refused(KeyProblem problem) ->
                    ask(prompt, ConsentAnswers.status(problem), AccountProblem.of(problem), reply);
            case AccountSignIn.NothingConnected() ->
                    ask(prompt, Status.UNAUTHORIZED_401, AccountProblem.UNKNOWN, reply);
            case null -> ask(prompt, Status.OK_200, null, reply);
            case AccountSignIn.Opened _ -> ask(prompt, Status.OK_200, null, reply);
        }
    }

    private void ask(
            LinkPrompt prompt, Status status, @Nullable AccountProblem problem, Reply reply) {
        reply.page(status, answers.pages(), in -> in.link(prompt, problem));
    }

    private void refused(KeyProblem problem, Reply reply) {
        AccountProblem said = AccountProblem.of(problem);
        reply.page(ConsentAnswers.status(problem), answers.pages(), in -> in.accountSignIn(said));
    }

    private @Nullable Secret browser(Reply reply) {
        return browser.read(reply.request().headers());
    }
}
