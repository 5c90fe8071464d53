package dev.keystile.app.http;

import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.Tokens;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;

/** The token endpoint (RFC 6749 section 3.2). */
final class TokenRoutes implements HttpService {
    private static final Header BASIC =
            HeaderValues.create(HeaderNames.WWW_AUTHENTICATE, "Basic realm=\"keystile\"");

    private final Tokens tokens;

    TokenRoutes(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void routing(HttpRules rules) {
        MethodTable methods = MethodTable.post(this::token);
        rules.any("/oauth/token", methods).any("/token", methods);
    }

    private void token(ServerRequest request, Reply reply) {
        List<String> credentials = request.headers().values(HeaderNames.AUTHORIZATION);
        if (credentials.size() > 1) {
            refuse(reply, Status.BAD_REQUEST_400, "Send one Authorization header");
            return;
        }
        switch (Form.read(request)) {
            case Form.Read(Parameters parameters) ->
                    answer(tokens.token(tokenRequest(parameters, credentials)), reply);
            case Form.Unreadable(Status status, String description) ->
                    refuse(reply, status, description);
        }
    }

    private static ClientRequest tokenRequest(Parameters parameters, List<String> credentials) {
        return new ClientRequest(
                parameters, credentials.isEmpty() ? null : Secret.of(credentials.getFirst()));
    }

    private static void answer(TokenOutcome outcome, Reply reply) {
        switch (outcome) {
            case TokenOutcome.Issued(TokenResponse issued) ->
                    reply.json(Status.OK_200, write(issued));
            case TokenOutcome.Refused(OAuthFailure failure, boolean basic) ->
                    refuse(reply, failure, basic);
            case TokenOutcome.Busy(var retryAfter) -> reply.unavailable(retryAfter);
        }
    }

    private static void refuse(Reply reply, OAuthFailure failure, boolean basic) {
        boolean unauthorized = failure.error() == OAuthError.INVALID_CLIENT;
        if (unauthorized && basic) {
            reply.with(BASIC);
        }
        reply.failure(unauthorized ? Status.UNAUTHORIZED_401 : Status.BAD_REQUEST_400, failure);
    }

    private static void refuse(Reply reply, Status status, String description) {
        reply.failure(status, new OAuthFailure(OAuthError.INVALID_REQUEST, description));
    }

    private static Json write(TokenResponse issued) {
        return Json.object()
                .with("access_token", issued.accessToken().reveal())
                .with("token_type", "Bearer")
                .with("expires_in", issued.expiresInSeconds())
                .with("refresh_token", issued.refreshToken().reveal())
                .with("scope", issued.scope().toString());
    }
}
