package dev.keystile.app.http;

import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.Tokens;
import dev.keystile.oauth.impl.OAuthJson;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;

/** The token endpoint (RFC 6749 section 3.2). */
final class TokenRoutes implements HttpService {
    private final Tokens tokens;
    private final Limits limits;

    TokenRoutes(Tokens tokens, Limits limits) {
        this.tokens = tokens;
        this.limits = limits;
    }

    @Override
    public void routing(HttpRules rules) {
        MethodTable methods = MethodTable.post(this::token);
        rules.any("/oauth/token", methods).any("/token", methods);
    }

    private void token(ServerRequest request, Reply reply) {
        limits.read(
                request,
                reply,
                LimitRule.TOKEN_CLIENT,
                this::whose,
                sent -> answer(tokens.token(sent), reply));
    }

    private String whose(ClientRequest sent) {
        String claimed = ClaimedClient.of(sent);
        return tokens.unread(claimed) ? "" : claimed;
    }

    private void answer(TokenOutcome outcome, Reply reply) {
        switch (outcome) {
            case TokenOutcome.Issued(TokenResponse issued) ->
                    reply.json(Status.OK_200, OAuthJson.write(issued));
            case TokenOutcome.Refused(OAuthFailure failure) -> ClientForms.refuse(reply, failure);
            case TokenOutcome.TooMany(var limit) -> limits.refuse(reply, limit);
            case TokenOutcome.Busy(var retryAfter) -> reply.unavailable(retryAfter);
        }
    }
}
