package dev.keystile.app.http;

import dev.keystile.app.http.RegistrationJson.Reading;
import dev.keystile.oauth.api.ClientRegistration;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.RegistrationOutcome;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;

/** Dynamic client registration (RFC 7591). */
final class RegistrationRoutes implements HttpService {
    private final ClientRegistration registration;

    RegistrationRoutes(ClientRegistration registration) {
        this.registration = registration;
    }

    @Override
    public void routing(HttpRules rules) {
        MethodTable methods = MethodTable.post(this::register);
        rules.any("/oauth/register", methods).any("/register", methods);
    }

    private void register(ServerRequest request, Reply reply) {
        switch (JsonBody.read(request)) {
            case JsonBody.Read(String text) -> register(RegistrationJson.read(text), reply);
            case JsonBody.Unreadable(Status status, String description) ->
                    refuse(reply, status, description);
        }
    }

    private void register(Reading reading, Reply reply) {
        switch (reading) {
            case Reading.Metadata(var metadata) -> answer(registration.register(metadata), reply);
            case Reading.Malformed(var description) ->
                    refuse(reply, Status.BAD_REQUEST_400, description);
        }
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
