package dev.keystile.app.http;

import dev.keystile.oauth.api.ActiveToken;
import dev.keystile.oauth.api.Introspection;
import dev.keystile.oauth.api.IntrospectionOutcome;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.impl.OAuthJson;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;

/** The introspection endpoint (RFC 7662). */
final class IntrospectionRoutes implements HttpService {
    private static final OAuthFailure UNKNOWN_CALLER =
            new OAuthFailure(
                    OAuthError.INVALID_CLIENT,
                    "Authenticate as a resource server that this server is configured for");

    private final Introspection introspection;
    private final Limits limits;

    IntrospectionRoutes(Introspection introspection, Limits limits) {
        this.introspection = introspection;
        this.limits = limits;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any("/oauth/introspect", MethodTable.post(this::introspect));
    }

    private void introspect(ServerRequest request, Reply reply) {
        limits.read(
                request,
                reply,
                LimitRule.INTROSPECTION_CLIENT,
                ClaimedClient::of,
                sent -> answer(introspection.introspect(sent), reply));
    }

    private static void answer(IntrospectionOutcome outcome, Reply reply) {
        switch (outcome) {
            case IntrospectionOutcome.Active(ActiveToken token) ->
                    reply.json(Status.OK_200, OAuthJson.write(token));
            case IntrospectionOutcome.Inactive() ->
                    reply.json(Status.OK_200, Json.object().with("active", false));
            case IntrospectionOutcome.Refused(var failure) ->
                    reply.failure(Status.BAD_REQUEST_400, failure);
            case IntrospectionOutcome.Unauthorized(boolean bearer) -> refuse(reply, bearer);
        }
    }

    /** The challenge is that of the scheme in use; of those who showed nothing, Basic. */
    private static void refuse(Reply reply, boolean bearer) {
        if (bearer) {
            Bearer.refuse(reply, true);
        } else {
            ClientForms.refuse(reply, UNKNOWN_CALLER);
        }
    }
}
