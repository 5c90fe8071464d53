package dev.keystile.app.http;

import dev.keystile.oauth.api.Authorization;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Parameters;
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
    private final ConsentAnswers answers;
    private final BindingCookie cookie;
    private final OwnForms forms;
    private final Limits limits;

    ConsentRoutes(
            Authorization authorization,
            ConsentAnswers answers,
            BindingCookie cookie,
            OwnForms forms,
            Limits limits) {
        this.authorization = authorization;
        this.answers = answers;
        this.cookie = cookie;
        this.forms = forms;
        this.limits = limits;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any("/oauth/callback", MethodTable.post(this::callback));
    }

    private void callback(ServerRequest request, Reply reply) {
        forms.read(reply, form -> take(request, form, cookie.read(request.headers()), reply));
    }

    private void take(
            ServerRequest request, Parameters form, @Nullable Secret browser, Reply reply) {
        ConsentStep step = step(form, browser, reply.texts().tag());
        if (step == null) {
            answers.problem(reply, Status.BAD_REQUEST_400, "incomplete");
        } else if (mayGoOn(request, step, reply)) {
            answers.answer(authorization.consent(step), step instanceof ConsentStep.Deny, reply);
        }
    }

    /**
     * Typed keys and ways to the provider are counted; whoever allows or denies is never held up.
     */
    private boolean mayGoOn(ServerRequest request, ConsentStep step, Reply reply) {
        return switch (step) {
            case ConsentStep.Continue _, ConsentStep.Identify _ ->
                    limits.passes(request, reply, LimitRule.KEY_NETWORK);
            case ConsentStep.Allow _, ConsentStep.Deny _ -> true;
        };
    }

    private static @Nullable ConsentStep step(
            Parameters form, @Nullable Secret browser, String language) {
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
                            transaction,
                            browser,
                            tools(form),
                            "yes".equals(form.value("replace")),
                            "yes".equals(form.value("link")));
            case "identity" ->
                    new ConsentStep.Identify(
                            transaction,
                            browser,
                            form.value("connector"),
                            form.value("user_id"),
                            language);
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
}
