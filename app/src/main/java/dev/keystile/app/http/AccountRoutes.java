package dev.keystile.app.http;

import dev.keystile.app.pages.AccountDone;
import dev.keystile.app.pages.AccountProblem;
import dev.keystile.app.pages.Pages;
import dev.keystile.oauth.api.AccountAccess;
import dev.keystile.oauth.api.AccountOutcome;
import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.AccountStep;
import dev.keystile.oauth.api.AccountView;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.impl.ConsentForm;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import org.jspecify.annotations.Nullable;

/** The account page and its forms. */
final class AccountRoutes implements HttpService {
    private static final String PATH = "/account";

    /** A session, page or key that was not sent. */
    private static final Secret NONE = Secret.of("");

    private final AccountAccess accounts;
    private final IdentityRoutes identities;
    private final ConsentAnswers answers;
    private final BindingCookie cookie;
    private final OwnForms forms;
    private final Limits limits;

    AccountRoutes(
            AccountAccess accounts,
            IdentityRoutes identities,
            ConsentAnswers answers,
            BindingCookie cookie,
            OwnForms forms,
            Limits limits) {
        this.accounts = accounts;
        this.identities = identities;
        this.answers = answers;
        this.cookie = cookie;
        this.forms = forms;
        this.limits = limits;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any(
                PATH,
                MethodTable.get(this::show)
                        .and(
                                Method.POST,
                                (_, reply) -> forms.read(reply, form -> take(form, reply))));
    }

    private void show(ServerRequest request, Reply reply) {
        AccountDone done = AccountDone.of(request.query().first("done").orElse(""));
        if (accounts.view(session(request)) instanceof AccountOutcome.Shown(AccountView view)) {
            reply.page(Status.OK_200, answers.pages(), in -> in.account(view, done));
        } else {
            reply.page(Status.OK_200, answers.pages(), in -> in.accountSignIn(done));
        }
    }

    private void take(Parameters form, Reply reply) {
        switch (form.value("decision")) {
            case "sign-in" -> signIn(form, reply);
            case "identity" -> identities.begin(false, reply);
            case "link-identity" -> identities.begin(true, reply);
            case "link" -> identities.link(form, reply);
            case "unlink" -> take(form, unlink(form), AccountDone.UNLINKED, reply);
            case "sign-out" -> signOut(reply);
            case "tools" -> chooseTools(form, reply);
            case "disconnect" ->
                    take(
                            form,
                            new AccountStep.Disconnect(grant(form)),
                            AccountDone.DISCONNECTED,
                            reply);
            case "disconnect-all" ->
                    take(
                            form,
                            new AccountStep.DisconnectAll(),
                            AccountDone.DISCONNECTED_ALL,
                            reply);
            case "replace" -> replace(form, reply);
            case "delete" -> delete(form, reply);
            case null, default -> answers.problem(reply, Status.BAD_REQUEST_400, "incomplete");
        }
    }

    private void signIn(Parameters form, Reply reply) {
        if (limits.passes(reply.request(), reply, LimitRule.KEY_NETWORK)) {
            signedIn(accounts.signIn(key(form)), reply);
        }
    }

    private void signedIn(AccountSignIn outcome, Reply reply) {
        switch (outcome) {
            case AccountSignIn.Opened(Secret session) -> {
                cookie.write(reply, session);
                back(reply, null);
            }
            case AccountSignIn.NothingConnected() ->
                    askAgain(reply, Status.UNAUTHORIZED_401, AccountProblem.UNKNOWN);
            case AccountSignIn.Refused(KeyProblem problem) ->
                    askAgain(reply, ConsentAnswers.status(problem), AccountProblem.of(problem));
            case AccountSignIn.TooMany(LimitDecision.Limited limit) ->
                    Limits.refuse(reply, limit, answers.pages(), Pages::accountSignInLater);
        }
    }

    private void signOut(Reply reply) {
        cookie.clear(reply);
        back(reply, AccountDone.SIGNED_OUT);
    }

    private void chooseTools(Parameters form, Reply reply) {
        ToolPolicy tools = ConsentForm.tools(form);
        if (tools != null) {
            take(form, new AccountStep.ChooseTools(grant(form), tools), AccountDone.TOOLS, reply);
        } else if (accounts.view(session(reply.request()))
                instanceof AccountOutcome.Shown(AccountView view)) {
            showAgain(reply, Status.BAD_REQUEST_400, view, AccountProblem.CHOICE);
        } else {
            over(reply);
        }
    }

    /** Typed keys are counted; whoever ends something is never held up. */
    private void replace(Parameters form, Reply reply) {
        if (limits.passes(reply.request(), reply, LimitRule.KEY_NETWORK)) {
            take(
                    form,
                    new AccountStep.ReplaceKey(key(form), form.value("key")),
                    AccountDone.REPLACED,
                    reply);
        }
    }

    private void delete(Parameters form, Reply reply) {
        if ("yes".equals(form.value("confirm"))) {
            take(form, new AccountStep.Delete(), AccountDone.DELETED, reply);
        } else {
            answers.problem(reply, Status.BAD_REQUEST_400, "incomplete");
        }
    }

    private void take(Parameters form, AccountStep step, AccountDone done, Reply reply) {
        Secret page = form.secret("page");
        Secret session = session(reply.request());
        answer(accounts.take(session, page == null ? NONE : page, step), done, reply);
    }

    private void answer(AccountOutcome outcome, AccountDone done, Reply reply) {
        switch (outcome) {
            case AccountOutcome.Done() -> back(reply, done);
            case AccountOutcome.Ended() -> {
                cookie.clear(reply);
                back(reply, done);
            }
            case AccountOutcome.KeyReplaced(Secret session) -> {
                cookie.write(reply, session);
                back(reply, done);
            }
            case AccountOutcome.KeyRefused(AccountView view, KeyProblem problem) ->
                    showAgain(
                            reply,
                            ConsentAnswers.status(problem),
                            view,
                            AccountProblem.of(problem));
            case AccountOutcome.TooMany(AccountView view, LimitDecision.Limited limit) ->
                    Limits.refuse(
                            reply,
                            limit,
                            answers.pages(),
                            (in, wait) -> in.accountLater(view, wait));
            case AccountOutcome.KeyDead(AccountView view) ->
                    showAgain(reply, Status.FORBIDDEN_403, view, AccountProblem.DEAD);
            case AccountOutcome.Shown(AccountView view) ->
                    reply.page(Status.OK_200, answers.pages(), in -> in.account(view, done));
            case AccountOutcome.NoSession() -> over(reply);
        }
    }

    private void over(Reply reply) {
        cookie.clear(reply);
        askAgain(reply, Status.UNAUTHORIZED_401, AccountProblem.OVER);
    }

    private void askAgain(Reply reply, Status status, AccountProblem problem) {
        reply.page(status, answers.pages(), in -> in.accountSignIn(problem));
    }

    private void showAgain(Reply reply, Status status, AccountView view, AccountProblem problem) {
        reply.page(status, answers.pages(), in -> in.account(view, problem));
    }

    /** To the page again, in the same language. */
    static void back(Reply reply, @Nullable AccountDone done) {
        String language = PATH + "?ui_locales=" + reply.texts().tag();
        reply.redirect(Secret.of(done == null ? language : language + "&done=" + done.text()));
    }

    private Secret session(ServerRequest request) {
        Secret session = cookie.read(request.headers());
        return session == null ? NONE : session;
    }

    /** What was typed as key. */
    static Secret key(Parameters form) {
        Secret key = form.secret("api_key");
        return key == null ? NONE : key;
    }

    private static AccountStep unlink(Parameters form) {
        String identity = form.value("identity");
        return new AccountStep.Unlink(identity == null ? "" : identity);
    }

    private static GrantId grant(Parameters form) {
        String grant = form.value("grant");
        return new GrantId(grant == null ? "" : grant);
    }
}
