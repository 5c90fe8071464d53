package dev.keystile.app.http;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientManagement;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.ManagementOutcome;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.RegistrationJson;
import dev.keystile.oauth.impl.RegistrationJson.UpdateReading;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import org.jspecify.annotations.Nullable;

/** The client configuration endpoint (RFC 7592): a client's own registration. */
final class ClientManagementRoutes implements HttpService {
    private static final String CLIENT_ID = "client_id";

    private final ClientManagement management;
    private final Limits limits;

    ClientManagementRoutes(ClientManagement management, Limits limits) {
        this.management = management;
        this.limits = limits;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any(
                "/oauth/register/{" + CLIENT_ID + "}",
                MethodTable.get(limited(this::read))
                        .and(Method.PUT, limited(this::update))
                        .and(Method.DELETE, limited(this::delete)));
    }

    private Endpoint limited(Endpoint endpoint) {
        return limits.perNetwork(LimitRule.CONFIGURATION_NETWORK, endpoint);
    }

    private void read(ServerRequest request, Reply reply) {
        Secret token = Bearer.token(request);
        answer(management.read(client(request), token), token, reply);
    }

    private void delete(ServerRequest request, Reply reply) {
        Secret token = Bearer.token(request);
        answer(management.delete(client(request), token), token, reply);
    }

    /** What is wrong with a body is only told to those who may send one. */
    private void update(ServerRequest request, Reply reply) {
        Secret token = Bearer.token(request);
        ManagementOutcome before = management.read(client(request), token);
        if (!(before instanceof ManagementOutcome.Current)) {
            answer(before, token, reply);
            return;
        }
        switch (JsonBody.read(request)) {
            case JsonBody.Read(String text) ->
                    update(RegistrationJson.readUpdate(text), token, reply);
            case JsonBody.Unreadable(Status status, String description) ->
                    refuse(reply, status, description);
        }
    }

    private void update(UpdateReading reading, @Nullable Secret token, Reply reply) {
        ClientId client = client(reply.request());
        switch (reading) {
            case UpdateReading.Update(var update) ->
                    answer(management.update(client, token, update), token, reply);
            case UpdateReading.Malformed(String description) ->
                    refuse(reply, Status.BAD_REQUEST_400, description);
        }
    }

    private static void answer(ManagementOutcome outcome, @Nullable Secret token, Reply reply) {
        switch (outcome) {
            case ManagementOutcome.Current(var client) ->
                    reply.json(Status.OK_200, RegistrationJson.write(client));
            case ManagementOutcome.Deleted() -> reply.empty(Status.NO_CONTENT_204);
            case ManagementOutcome.Refused(var failure) ->
                    reply.failure(Status.BAD_REQUEST_400, failure);
            case ManagementOutcome.Unauthorized() -> Bearer.refuse(reply, token != null);
        }
    }

    private static void refuse(Reply reply, Status status, String description) {
        reply.failure(status, new OAuthFailure(OAuthError.INVALID_CLIENT_METADATA, description));
    }

    private static ClientId client(ServerRequest request) {
        return new ClientId(request.path().pathParameters().get(CLIENT_ID));
    }
}
