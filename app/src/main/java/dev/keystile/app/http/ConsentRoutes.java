package dev.keystile.app.http;

import dev.keystile.oauth.api.Authorization;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.ConsentForm;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
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
     * Typed keys and ways to the provider count for the network. Whoever allows is held up by the
     * page and the key alone, and whoever denies never.
     */
    private boolean mayGoOn(ServerRequest request, ConsentStep step, Reply reply) {
        return switch (step) {
            case ConsentStep.Continue _, ConsentStep.Identify _ ->
                    limits.passes(request, reply, LimitRule.KEY_NETWORK);
            case ConsentStep.Allow _, ConsentStep.Deny _ -> true;
        };
    }

    /** Only the pages here lead to an OpenID provider. */
    private static @Nullable ConsentStep step(
            Parameters form, @Nullable Secret browser, String language) {
        return "identity".equals(form.value("decision"))
                ? new ConsentStep.Identify(
                        form.secret("transaction"),
                        browser,
                        form.value("connector"),
                        form.value("user_id"),
                        language)
                : ConsentForm.step(form, browser);
    }
}
