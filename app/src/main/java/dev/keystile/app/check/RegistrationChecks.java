package dev.keystile.app.check;

import static dev.keystile.app.check.CheckFailedException.unless;

import jakarta.json.JsonObject;
import java.util.List;

/**
 * Dynamic client registration (RFC 7591).
 *
 * @param clientName what people are shown
 */
record RegistrationChecks(Wire wire, CheckTarget target, String clientName) {
    /** Registers this program. */
    RegisteredClient register(ServerMetadata metadata) {
        Answer answer = post(metadata, RegisteredClient.REDIRECT_URIS);
        JsonObject registered =
                answer.expect(201, "clients that nobody knows have to be able to register")
                        .expectNoStore()
                        .json();
        Json.withoutBlanks(registered);
        unless(
                Json.strings(registered, "redirect_uris").equals(RegisteredClient.REDIRECT_URIS),
                "redirect_uris did not come back as they were sent");
        unless(
                Json.string(registered, "token_endpoint_auth_method").equals("none")
                        && !registered.containsKey("client_secret"),
                "a client that asked for no authentication did not get that");
        String managementUri = Json.string(registered, "registration_client_uri");
        unless(
                target.holds(managementUri),
                "registration_client_uri " + managementUri + " is not below the issuer");
        return new RegisteredClient(
                Json.string(registered, "client_id"),
                managementUri,
                Json.string(registered, "registration_access_token"));
    }

    /** A redirect URI that runs in the page is refused. */
    void refusesScript(ServerMetadata metadata) {
        post(metadata, List.of("javascript:alert(1)")).expectError(400, "invalid_redirect_uri");
    }

    private Answer post(ServerMetadata metadata, List<String> redirectUris) {
        String uris = String.join("\",\"", redirectUris);
        String json =
                """
                {"client_name":"%s","redirect_uris":["%s"],"token_endpoint_auth_method":"none",\
                "grant_types":["authorization_code","refresh_token"],"response_types":["code"]}\
                """
                        .formatted(clientName, uris);
        return wire.send(Wire.postJson(metadata.registrationEndpoint(), json));
    }
}
