package dev.keystile.oauth.impl.cimd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.MovedClock;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;

/** A client that is described by a document of its own. */
final class Described {
    static final String URL = "https://app.example.com/oauth/client.json";

    private Described() {}

    /** A document that says what it must. */
    static JsonObject document(String url) {
        return Json.createObjectBuilder()
                .add("client_id", url)
                .add("client_name", "Example app")
                .add("redirect_uris", Json.createArrayBuilder().add(InMemoryServer.WEB))
                .build();
    }

    static String with(JsonObject document, String name, String value) {
        return Json.createObjectBuilder(document).add(name, value(value)).build().toString();
    }

    static String without(JsonObject document, String name) {
        return Json.createObjectBuilder(document).remove(name).build().toString();
    }

    /** What such a client knows of itself. */
    static ClientInformation client(String url, String redirectUri) {
        return new ClientInformation(
                new ClientId(url),
                null,
                MovedClock.START,
                InMemoryServer.metadata("none", redirectUri),
                InMemoryServer.UNMANAGED);
    }

    static ClientInformation client() {
        return client(URL, InMemoryServer.WEB);
    }

    static Form authorization(InMemoryServer gateway) {
        return gateway.authorization(client());
    }

    /** Refused on a page, whatever the cause, and without a word about it. */
    static AuthorizationOutcome.Undescribed refused(AuthorizationOutcome outcome) {
        assertThat(outcome).isInstanceOf(AuthorizationOutcome.Undescribed.class);
        var refused = (AuthorizationOutcome.Undescribed) outcome;
        assertThat(refused.failure().error()).isEqualTo(OAuthError.INVALID_CLIENT);
        assertThat(refused.failure().description())
                .isEqualTo("the document that describes this client cannot be used now");
        return refused;
    }

    private static JsonValue value(String json) {
        return Json.createReader(new StringReader(json)).readValue();
    }
}
