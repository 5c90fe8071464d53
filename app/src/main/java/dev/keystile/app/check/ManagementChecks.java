package dev.keystile.app.check;

import static dev.keystile.app.check.CheckFailedException.unless;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;

/** The registration that this program made, from its own side (RFC 7592). */
record ManagementChecks(Wire wire) {
    private static final String WRONG_TOKEN = "a-token-that-nobody-issued";

    /** Its token reads it, another token does not. */
    void isRead(RegisteredClient client) {
        JsonObject registration =
                read(client, client.managementToken())
                        .expect(200, "a client has to be able to read its registration")
                        .expectNoStore()
                        .json();
        unless(
                Json.string(registration, "client_id").equals(client.id()),
                "it is the registration of another client");
        isNotRead(client, WRONG_TOKEN);
    }

    /** It goes, and nothing is left of it. */
    void isDeleted(RegisteredClient client, TokenChecks tokens) {
        wire.send(authorized("DELETE", client, client.managementToken()))
                .expect(204, "a client has to be able to delete its registration")
                .expectNoStore();
        isNotRead(client, client.managementToken());
        tokens.unknownClient(client.id());
    }

    private void isNotRead(RegisteredClient client, String token) {
        Challenge challenge = Challenge.of(read(client, token), "GET");
        unless(
                challenge.parameter("error").equals("invalid_token"),
                "the challenge lacks error=\"invalid_token\"");
    }

    private Answer read(RegisteredClient client, String token) {
        return wire.send(authorized("GET", client, token));
    }

    private static HttpRequest.Builder authorized(
            String method, RegisteredClient client, String token) {
        return Wire.request(method, client.managementUri())
                .header("Authorization", "Bearer " + token);
    }
}
