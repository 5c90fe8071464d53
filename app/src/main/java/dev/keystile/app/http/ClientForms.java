package dev.keystile.app.http;

import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.function.Consumer;

/** Forms in which the sender authenticates itself, and what is answered when it cannot. */
final class ClientForms {
    private static final Header BASIC =
            HeaderValues.create(HeaderNames.WWW_AUTHENTICATE, "Basic realm=\"keystile\"");

    private ClientForms() {}

    /** Reads the request and hands it on, or answers why it cannot be read. */
    static void read(ServerRequest request, Reply reply, Consumer<ClientRequest> next) {
        List<String> credentials = request.headers().values(HeaderNames.AUTHORIZATION);
        if (credentials.size() > 1) {
            refuse(reply, Status.BAD_REQUEST_400, "Send one Authorization header");
            return;
        }
        switch (Form.read(request)) {
            case Form.Read(Parameters parameters) ->
                    next.accept(clientRequest(parameters, credentials));
            case Form.Unreadable(Status status, String description) ->
                    refuse(reply, status, description);
        }
    }

    /**
     * 401 for {@code invalid_client}, with a challenge as every 401 has (RFC 9110 section 15.5.2);
     * else 400.
     */
    static void refuse(Reply reply, OAuthFailure failure) {
        boolean unauthorized = failure.error() == OAuthError.INVALID_CLIENT;
        if (unauthorized) {
            reply.with(BASIC);
        }
        reply.failure(unauthorized ? Status.UNAUTHORIZED_401 : Status.BAD_REQUEST_400, failure);
    }

    private static ClientRequest clientRequest(Parameters parameters, List<String> credentials) {
        return new ClientRequest(
                parameters, credentials.isEmpty() ? null : Secret.of(credentials.getFirst()));
    }

    private static void refuse(Reply reply, Status status, String description) {
        reply.failure(status, new OAuthFailure(OAuthError.INVALID_REQUEST, description));
    }
}
