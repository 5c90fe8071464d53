package dev.keystile.app.rfc8414;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the authorization server says of itself (RFC 8414), and that it is so. */
class MetadataTest {
    private static final String SERVER = "/.well-known/oauth-authorization-server";
    private static final String FORM = "application/x-www-form-urlencoded";

    private static OpenGateway gateway;
    private static JsonObject metadata;

    @BeforeAll
    static void start() {
        gateway = OpenGateway.onLoopback();
        metadata = gateway.get(SERVER).json();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static List<String> list(String member) {
        return metadata.getJsonArray(member).getValuesAs(JsonString::getString);
    }

    private static String path(String endpoint) {
        String url = metadata.getString(endpoint);
        assertThat(url).startsWith(gateway.base() + "/");
        return URI.create(url).getPath();
    }

    @Test
    @DisplayName("AS-M-11, W-07: that responses name the issuer stands in the document as true")
    void theIssuerInResponsesIsAnnounced() {
        assertThat(metadata.get("authorization_response_iss_parameter_supported"))
                .isEqualTo(JsonValue.TRUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {SERVER, "/.well-known/openid-configuration"})
    @DisplayName("AS-M-03: an issuer without a path is found at both well-known paths of the root")
    void theIssuerIsWhatTheUrlImplies(String path) {
        var answer = gateway.get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getString("issuer")).isEqualTo(gateway.base());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SERVER + "/mcp",
                SERVER + "/mcp/oauth/user-1",
                "/.well-known/openid-configuration/mcp",
                "/mcp/.well-known/openid-configuration",
                "/mcp/oauth/user-1/.well-known/openid-configuration",
                SERVER + "/",
                SERVER + "/oauth"
            })
    @DisplayName("AS-M-03, AS-M-04: a URL that implies an issuer with a path has no document")
    void anotherIssuerHasNoDocument(String path) {
        var answer = gateway.get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    @DisplayName("AS-M-06: where people sign in and where codes are exchanged; codes only")
    void endpointsAnswerWhereTheyAreSaidToBe() {
        var authorization = gateway.get(path("authorization_endpoint"));
        var token = gateway.post(path("token_endpoint"), FORM, "grant_type=authorization_code");

        assertThat(authorization.status()).isEqualTo(400);
        assertThat(authorization.header("Content-Type")).startsWith("text/html");
        assertThat(token.status()).isEqualTo(400);
        assertThat(token.json().getString("error_description")).isEqualTo("client_id is missing");
        assertThat(list("response_types_supported")).containsExactly("code");
    }

    @Test
    @DisplayName("AS-M-12: where clients register")
    void registrationAnswersWhereItIsSaidToBe() {
        var answer = gateway.post(path("registration_endpoint"), "application/json", "{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("error")).isEqualTo("invalid_redirect_uri");
    }

    @Test
    @DisplayName("AS-M-07: S256 and nothing else")
    void onlyS256IsAnnounced() {
        assertThat(list("code_challenge_methods_supported")).containsExactly("S256");
    }

    @Test
    @DisplayName("AS-M-08: the grant types, since the default would include the implicit grant")
    void grantTypesAreAnnounced() {
        assertThat(list("grant_types_supported"))
                .containsExactly("authorization_code", "refresh_token");
    }

    @Test
    @DisplayName("AS-M-09: public clients first, and a secret in the body or the header")
    void authenticationMethodsAreAnnounced() {
        assertThat(list("token_endpoint_auth_methods_supported"))
                .startsWith("none", "client_secret_post", "client_secret_basic");
    }

    @Test
    @DisplayName("AS-M-15: offline_access among the scopes of the server, not of the resource")
    void stayingConnectedIsTheServersBusiness() {
        JsonObject resource = gateway.get("/.well-known/oauth-protected-resource/mcp").json();

        assertThat(list("scopes_supported")).contains("mcp", "offline_access");
        assertThat(resource.getJsonArray("scopes_supported").getValuesAs(JsonString::getString))
                .doesNotContain("offline_access");
    }
}
