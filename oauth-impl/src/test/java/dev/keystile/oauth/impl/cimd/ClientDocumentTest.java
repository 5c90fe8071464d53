package dev.keystile.oauth.impl.cimd;

import static dev.keystile.oauth.impl.InMemoryServer.LOOPBACK;
import static dev.keystile.oauth.impl.InMemoryServer.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.impl.InMemoryServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a document has to say (OAuth Client ID Metadata Document, section 4). */
class ClientDocumentTest {
    private static final JsonObject VALID = Described.document(Described.URL);

    private static final String KEYS =
            """
            {"keys":[{"kty":"EC","crv":"P-256","kid":"1","use":"sig","alg":"ES256",
            "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
            "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}\
            """;

    private final InMemoryServer gateway = new InMemoryServer();

    @Test
    @DisplayName("AS-C-04, AS-C-11: a client is asked for by its document's host and its own name")
    void theHostIsShown() {
        gateway.documents.serve(Described.URL, VALID.toString());

        ConsentSubject subject = gateway.ask(Described.authorization(gateway)).prompt().subject();

        assertThat(subject.documentHost()).isEqualTo("app.example.com");
        assertThat(subject.clientName()).isEqualTo("Example app");
        assertThat(subject.redirectHost()).isEqualTo("app.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_id", "client_name", "redirect_uris"})
    @DisplayName("AS-C-04: three members are needed")
    void neededMembers(String name) {
        assertRefused(Described.without(VALID, name));
        assertRefused(Described.with(VALID, name, "null"));
        assertRefused(Described.with(VALID, name, "1"));
        assertRefused(Described.with(VALID, name, "{}"));
        assertRefused(Described.with(VALID, name, "\"\""));
        assertRefused(Described.with(VALID, name, "[]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com/oauth/client.jso",
                "https://app.example.com/oauth/client.json/",
                "https://app.example.com/oauth/Client.json",
                "https://app.example.com:443/oauth/client.json",
                "https://APP.example.com/oauth/client.json",
                " https://app.example.com/oauth/client.json",
                "https://evil.example/oauth/client.json"
            })
    @DisplayName("AS-C-04: client_id is the URL, character by character")
    void theIdIsTheUrl(String id) {
        assertRefused(Described.with(VALID, "client_id", "\"" + id + "\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\" \"", "\"\\u200b\"", "\"\\u202e \\u0000\""})
    @DisplayName("AS-C-04: a name that shows nothing is none")
    void theNameIsVisible(String name) {
        assertRefused(Described.with(VALID, "client_name", name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client_secret | \"s3cret\"",
                "client_secret | null",
                "client_secret_expires_at | 0",
                "token_endpoint_auth_method | \"client_secret_post\"",
                "token_endpoint_auth_method | \"client_secret_basic\"",
                "token_endpoint_auth_method | \"client_secret_jwt\"",
                "token_endpoint_auth_method | \"tls_client_auth\"",
                "token_endpoint_auth_method | \"NONE\"",
                "token_endpoint_auth_method | 1",
                "token_endpoint_auth_method | \"private_key_jwt\""
            })
    @DisplayName("AS-C-05: no shared secret, and keys for who signs")
    void noSecrets(String name, String value) {
        assertRefused(Described.with(VALID, name, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"none\"", "null"})
    @DisplayName("AS-C-05: a client is public where it says nothing else")
    void publicClients(String method) {
        assertAsked(Described.with(VALID, "token_endpoint_auth_method", method));
    }

    @Test
    @DisplayName("AS-C-05: private_key_jwt with jwks or jwks_uri, never both")
    void keys() {
        JsonObject signs = object(VALID, "token_endpoint_auth_method", "\"private_key_jwt\"");
        String uri = "\"https://app.example.com/jwks.json\"";

        assertAsked(Described.with(signs, "jwks_uri", uri));
        assertAsked(Described.with(signs, "jwks", KEYS));
        assertRefused(Described.with(object(signs, "jwks_uri", uri), "jwks", KEYS));
        assertRefused(Described.with(object(VALID, "jwks_uri", uri), "jwks", KEYS));
        assertRefused(Described.with(signs, "jwks_uri", "\"http://app.example.com/jwks.json\""));
        assertRefused(Described.with(signs, "jwks", "{\"keys\":[]}"));
        assertRefused(Described.with(signs, "jwks", "[]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"https://app.example.com/callback?tenant=7\", \"http://evil.example/cb\"]",
                "[\"https://app.example.com/callback?tenant=7\", \"javascript:alert(1)\"]",
                "[\"https://app.example.com/callback?tenant=7\", \"https://a.example/#f\"]",
                "[\"https://app.example.com/callback?tenant=7\", \"https://u@a.example/\"]",
                "[\"https://app.example.com/callback?tenant=7\", \"/cb\"]",
                "[\"https://app.example.com/callback?tenant=7\", 1]",
                "\"https://app.example.com/callback?tenant=7\""
            })
    @DisplayName("AS-C-09, AS-D-07: redirect URIs as for registered clients")
    void redirectUris(String uris) {
        assertRefused(Described.with(VALID, "redirect_uris", uris));
    }

    @Test
    @DisplayName("AS-C-09, AS-D-07: a scheme that is merely not listed is left out")
    void unlistedSchemesAreDropped() {
        String both = "[\"" + WEB + "\", \"strange://cb\"]";

        assertAsked(Described.with(VALID, "redirect_uris", both));
        assertThat(
                        gateway.authorize(
                                Described.authorization(gateway)
                                        .with("redirect_uri", "strange://cb")))
                .isInstanceOf(AuthorizationOutcome.Refused.class);
        assertRefused(Described.with(VALID, "redirect_uris", "[\"strange://cb\"]"));
    }

    @Test
    @DisplayName("AS-C-09: the redirect URI has to be one of the document's")
    void theRedirectUriIsListed() {
        gateway.documents.serve(
                Described.URL,
                Described.with(VALID, "redirect_uris", "[\"" + WEB + "\", \"" + LOOPBACK + "\"]"));

        for (String uri : new String[] {WEB, LOOPBACK, LOOPBACK.replace("3118", "4000")}) {
            gateway.ask(Described.authorization(gateway).with("redirect_uri", uri));
        }
        for (String uri : new String[] {WEB + "8", LOOPBACK + "/", "https://evil.example/"}) {
            assertThat(
                            gateway.authorize(
                                    Described.authorization(gateway).with("redirect_uri", uri)))
                    .isInstanceOf(AuthorizationOutcome.Refused.class);
        }
    }

    @Test
    @DisplayName("AS-C-04: members this server does not know say nothing, and no logo is fetched")
    void unknownMembers() {
        assertAsked(
                Described.with(
                        object(VALID, "logo_uri", "\"https://app.example.com/logo.png\""),
                        "grant_types",
                        "[\"authorization_code\", \"refresh_token\","
                                + " \"urn:ietf:params:oauth:grant-type:jwt-bearer\"]"));
        assertThat(gateway.documents.asked()).containsExactly(Described.URL);
        assertRefused(Described.with(VALID, "grant_types", "[\"client_credentials\"]"));
    }

    private static JsonObject object(JsonObject document, String name, String value) {
        return Json.createReader(new StringReader(Described.with(document, name, value)))
                .readObject();
    }

    private void assertAsked(String document) {
        assertThat(outcome(document)).isInstanceOf(AuthorizationOutcome.Ask.class);
    }

    private void assertRefused(String document) {
        Described.refused(outcome(document));
    }

    /** At a server that has not seen the client before. */
    private AuthorizationOutcome outcome(String document) {
        gateway.clock.forward(Duration.ofHours(1));
        gateway.documents.serve(Described.URL, document);
        return gateway.authorize(Described.authorization(gateway));
    }
}
