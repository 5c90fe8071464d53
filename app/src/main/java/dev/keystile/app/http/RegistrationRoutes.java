package dev.keystile.app.http;

import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ClientRegistration;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.RegistrationOutcome;
import dev.keystile.oauth.impl.RegistrationJson;
import dev.keystile.oauth.impl.RegistrationJson.Reading;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;

/** Dynamic client registration (RFC 7591). */
final class RegistrationRoutes implements HttpService {
    private final ClientRegistration registration;
    private final Limits limits;

    RegistrationRoutes(ClientRegistration registration, Limits limits) {
        this.registration = registration;
        this.limits = limits;
    }

    @Override
    public void routing(HttpRules rules) {
        MethodTable methods =
                MethodTable.post(limits.perNetwork(LimitRule.REGISTRATION_NETWORK, this::register));
        rules.any("/oauth/register", methods).any("/register", methods);
    }

    private void register(ServerRequest request, Reply reply) {
        switch (JsonBody.read(request)) {
            case JsonBody.Read(String text) ->
                    register(request, RegistrationJson.read(text), reply);
            case JsonBody.Unreadable(Status status, String description) ->
                    refuse(reply, status, description);
        }
    }

    private void register(ServerRequest request, Reading reading, Reply reply) {
        switch (reading) {
            case Reading.Metadata(var metadata) -> {
                if (limits.passes(
                        request, reply, LimitRule.REGISTRATION_SOFTWARE, software(metadata))) {
                    answer(registration.register(metadata), reply);
                }
            }
            case Reading.Malformed(var description) ->
                    refuse(reply, Status.BAD_REQUEST_400, description);
        }
    }

    private static String software(ClientMetadata metadata) {
        String name = metadata.clientName();
        return name == null ? "" : name;
    }

    private static void answer(RegistrationOutcome outcome, Reply reply) {
        switch (outcome) {
            case RegistrationOutcome.Registered(var client) ->
                    reply.json(Status.CREATED_201, RegistrationJson.write(client));
            case RegistrationOutcome.Refused(var failure) ->
                    reply.failure(Status.BAD_REQUEST_400, failure);
        }
    }

    private static void refuse(Reply reply, Status status, String description) {
        var failure = new OAuthFailure(OAuthError.INVALID_CLIENT_METADATA, description);
        reply.failure(status, failure);
    }
}
