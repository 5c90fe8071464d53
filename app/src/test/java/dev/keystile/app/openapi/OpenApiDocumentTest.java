package dev.keystile.app.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The document accepts what the gateway may answer and names what it may not. */
class OpenApiDocumentTest {
    private static final OpenApiDocument DOCUMENT = OpenApiDocument.load();

    private static final String TOKENS =
            """
            {"access_token":"jean_oauth_a","token_type":"Bearer","expires_in":3600,"refresh_token":"jean_oauth_b",\
            "scope":"mcp"}\
            """;
    private static final String ERROR =
            "{\"error\":\"invalid_grant\",\"error_description\":\"Sign in again\"}";
    private static final Map<String, String> JSON =
            Map.of("content-type", "application/json; charset=utf-8", "Cache-Control", "no-store");
    private static final String CHALLENGE =
            "Bearer resource_metadata=\"https://mcp.example/.well-known/oauth-protected-resource/mcp\", scope=\"mcp\"";

    @Test
    void acceptsTokens() {
        fits("POST", "/oauth/token", 200, JSON, TOKENS);
        fits("POST", "/token", 200, JSON, TOKENS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":1,\"refresh_token\":\"b\",\"scope\":\"mcp\"}",
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":\"1\",\"refresh_token\":\"b\",\"scope\":\"mcp\"}",
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":1,\"refresh_token\":null,\"scope\":\"mcp\"}",
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":1,\"refresh_token\":\"b\"}",
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":1,\"refresh_token\":\"b\",\"scope\":\"mcp\",\"id_token\":\"c\"}",
                "[]"
            })
    void refusesTokensOfAnotherShape(String body) {
        refused("POST", "/oauth/token", 200, JSON, body);
    }

    @Test
    void refusesAnUndocumentedStatus() {
        refused("POST", "/oauth/token", 418, JSON, ERROR)
                .hasMessageContaining("the status is not documented");
    }

    @Test
    void refusesAnUndocumentedContentType() {
        var html = Map.of("Content-Type", "text/html", "Cache-Control", "no-store");
        refused("POST", "/oauth/token", 400, html, "<p>")
                .hasMessageContaining("text/html is not documented");
    }

    @Test
    void refusesAMissingContentType() {
        refused("POST", "/oauth/token", 400, Map.of("Cache-Control", "no-store"), ERROR)
                .hasMessageContaining("the content type is missing");
    }

    @Test
    void refusesAMissingHeader() {
        refused("POST", "/oauth/token", 400, Map.of("Content-Type", "application/json"), ERROR)
                .hasMessageContaining("Cache-Control is missing");
    }

    @Test
    void refusesAHeaderWithAnotherValue() {
        var cached = Map.of("Content-Type", "application/json", "Cache-Control", "public");
        refused("POST", "/oauth/token", 400, cached, ERROR).hasMessageContaining("Cache-Control");
    }

    @Test
    void refusesADoubledHeader() {
        Map<String, List<String>> twice =
                Map.of(
                        "Content-Type", List.of("application/json"),
                        "WWW-Authenticate", List.of(CHALLENGE, CHALLENGE));
        assertThatThrownBy(() ->
                        DOCUMENT.assertResponseFits(
                                "POST", "/mcp", new Response(401, twice, ERROR.getBytes(UTF_8))))
                .hasMessageContaining("WWW-Authenticate is there 2 times");
    }

    @Test
    void refusesAnErrorCodeThatDoesNotBelongToTheEndpoint() {
        String error = "{\"error\":\"access_denied\",\"error_description\":\"No\"}";
        refused("POST", "/oauth/token", 400, JSON, error).hasMessageContaining("error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "{\"error\":\"a\",\"error\":\"b\",\"error_description\":\"c\"}",
                "{} {}"
            })
    void refusesWhatIsNotJson(String body) {
        refused("POST", "/oauth/token", 400, JSON, body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp", "/mcp/", "/mcp/oauth/demo-1", "/mcp/oauth/demo-1/"})
    void knowsMcpUrlsWithAndWithoutSlash(String path) {
        fits(
                "POST",
                path,
                401,
                Map.of("Content-Type", "application/json", "WWW-Authenticate", CHALLENGE),
                ERROR);
    }

    @Test
    void refusesARelativeMetadataUrlInTheChallenge() {
        String relative =
                "Bearer resource_metadata=\"/.well-known/oauth-protected-resource/mcp\", scope=\"mcp\"";
        refused(
                        "GET",
                        "/mcp",
                        401,
                        Map.of("Content-Type", "application/json", "WWW-Authenticate", relative),
                        ERROR)
                .hasMessageContaining("WWW-Authenticate");
    }

    @Test
    void passesAnyOtherStatusOfTheUpstream() {
        fits(
                "POST",
                "/mcp",
                429,
                Map.of("Content-Type", "text/plain", "Retry-After", "3"),
                "slow down");
        fits("POST", "/mcp", 422, Map.of(), "");
    }

    @Test
    void acceptsAnEventStreamWithoutReadingIt() {
        fits("POST", "/mcp", 200, Map.of("Content-Type", "text/event-stream"), "data: {\n\n");
    }

    @Test
    void headIsLikeGetWithoutABody() {
        var headers = Map.of("Content-Type", "application/json", "WWW-Authenticate", CHALLENGE);
        fits("HEAD", "/mcp", 401, headers, "");
        fits("HEAD", "/mcp", 401, Map.of("WWW-Authenticate", CHALLENGE), "");
        refused("HEAD", "/mcp", 401, headers, ERROR).hasMessageContaining("HEAD has a body");
        refused("HEAD", "/mcp", 401, Map.of(), "")
                .hasMessageContaining("WWW-Authenticate is missing");
    }

    @Test
    void optionsIsAnEmpty204() {
        fits("OPTIONS", "/oauth/token", 204, Map.of("Allow", "POST, OPTIONS"), "");
        fits("OPTIONS", "/nowhere", 204, Map.of(), "");
        refused("GET", "/oauth/token", 204, Map.of(), "")
                .hasMessageContaining("the method is not documented");
        refused("OPTIONS", "/oauth/token", 200, Map.of(), "")
                .hasMessageContaining("the method is not documented");
    }

    @Test
    void anotherMethodIs405() {
        var headers = Map.of("Content-Type", "application/json", "Allow", "POST, OPTIONS");
        fits("PUT", "/oauth/token", 405, headers, ERROR);
        refused("PUT", "/oauth/token", 405, JSON, ERROR).hasMessageContaining("Allow is missing");
        refused("PUT", "/oauth/token", 200, headers, TOKENS)
                .hasMessageContaining("the method is not documented");
    }

    @ParameterizedTest
    @CsvSource({"/nowhere", "/.well-known/unknown", "/mcp/unknown/path", "/oauth/token/"})
    void anUnknownPathIs404(String path) {
        fits("GET", path, 404, Map.of("Content-Type", "application/json"), ERROR);
        refused("GET", path, 200, JSON, TOKENS).hasMessageContaining("the path is not documented");
    }

    @Test
    void aKnownPathIsNever404() {
        var json = Map.of("Content-Type", "application/json");
        refused("GET", "/oauth/token", 404, json, ERROR)
                .hasMessageContaining("the method is not documented");
        refused("POST", "/oauth/token", 404, json, ERROR)
                .hasMessageContaining("the status is not documented");
        fits("PUT", "/mcp/oauth/a%20b", 404, json, ERROR);
    }

    @Test
    void aForeignHostIs403OnAnyPath() {
        var json = Map.of("Content-Type", "application/json");
        fits("GET", "/nowhere", 403, json, ERROR);
        fits("PUT", "/oauth/token", 403, json, ERROR);
        fits("POST", "/mcp", 403, json, ERROR);
    }

    @Test
    void brokenHttpIs400OnAnyPath() {
        fits("GET", "/openapi", 400, Map.of("Content-Type", "application/json"), ERROR);
        fits("GET", "/", 414, Map.of("Content-Type", "application/json"), ERROR);
    }

    @Test
    void refusesABodyWhereNoneIsDocumented() {
        refused("POST", "/mcp", 202, Map.of("Content-Type", "application/json"), "{}")
                .hasMessageContaining("a body is not documented");
    }

    @Test
    void refusesAClientWithoutAuthenticationThatGotASecret() {
        String client =
                """
                {"client_id":"a","client_id_issued_at":1,%s"redirect_uris":["http://127.0.0.1/callback"],\
                "registration_client_uri":"https://mcp.example/oauth/register/a",\
                "registration_access_token":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",\
                "token_endpoint_auth_method":"none","grant_types":["authorization_code"],"response_types":["code"]}\
                """;
        fits("POST", "/oauth/register", 201, JSON, client.formatted(""));
        refused(
                "POST",
                "/register",
                201,
                JSON,
                client.formatted("\"client_secret\":\"b\",\"client_secret_expires_at\":0,"));
        refused("POST", "/register", 201, JSON, client.formatted("\"client_secret\":\"b\","));
        refused(
                "POST",
                "/oauth/register",
                201,
                JSON,
                client.formatted("").replaceFirst("\"registration_access_token\":\"a+\",", ""));
    }

    @Test
    void aSecretIsToldByARegistrationAndPerhapsByAnUpdate() {
        String client =
                """
                {"client_id":"a","client_id_issued_at":1,"redirect_uris":["https://a.example/callback"],\
                "registration_client_uri":"https://mcp.example/oauth/register/a",\
                "registration_access_token":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",%s\
                "token_endpoint_auth_method":"client_secret_post","grant_types":["authorization_code"],\
                "response_types":["code"]}\
                """;
        String without = client.formatted("");
        String with = client.formatted("\"client_secret\":\"b\",\"client_secret_expires_at\":0,");
        fits("POST", "/oauth/register", 201, JSON, with);
        refused("POST", "/oauth/register", 201, JSON, without);
        fits("PUT", "/oauth/register/a", 200, JSON, with);
        fits("PUT", "/oauth/register/a", 200, JSON, without);
        fits("GET", "/oauth/register/a", 200, JSON, without);
    }

    @Test
    void refusesAnInactiveTokenOfWhichMoreIsSaid() {
        String active =
                """
                {"active":true,"scope":"mcp","client_id":"a","token_type":"Bearer","exp":1,"sub":"b",\
                "aud":"https://mcp.example/mcp","iss":"https://mcp.example"}\
                """;
        fits("POST", "/oauth/introspect", 200, JSON, active);
        fits("POST", "/oauth/introspect", 200, JSON, "{\"active\":false}");
        refused("POST", "/oauth/introspect", 200, JSON, "{\"active\":false,\"exp\":1}");
        refused("POST", "/oauth/introspect", 200, JSON, "{\"active\":true}");
        refused("POST", "/oauth/introspect", 200, JSON, active.replace("true", "false"));
    }

    @Test
    void aRevocationIsAnsweredWithoutABody() {
        var nothing = Map.of("Cache-Control", "no-store");
        fits("POST", "/oauth/revoke", 200, nothing, "");
        fits("DELETE", "/oauth/register/a", 204, nothing, "");
        refused("POST", "/oauth/revoke", 200, JSON, "{}")
                .hasMessageContaining("a body is not documented");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "private_key_jwt | \"jwks\":{\"keys\":[{\"kty\":\"EC\"}]}, | true",
                "private_key_jwt | \"jwks_uri\":\"https://a.example/k\", | true",
                "private_key_jwt | '' | false",
                "private_key_jwt | \"client_secret\":\"b\",\"client_secret_expires_at\":0, | false",
                "private_key_jwt | \"jwks\":{\"keys\":[]}, | false",
                "private_key_jwt | \"jwks\":{\"keys\":[{\"kty\":\"oct\"}]}, | false",
                "private_key_jwt | \"jwks\":{\"keys\":[{\"kty\":\"EC\",\"d\":\"x\"}]}, | false",
                "private_key_jwt | \"jwks\":{\"keys\":[{\"kty\":\"EC\"}]},\"jwks_uri\":\"https://a.example\", | false",
                "none | \"jwks\":{\"keys\":[{\"kty\":\"EC\"}]}, | false",
                "client_secret_post | \"client_secret\":\"b\",\"client_secret_expires_at\":0, | true",
                "client_secret_post | '' | false"
            })
    void knowsWhatGoesWithAMethod(String method, String members, boolean fits) {
        String client =
                """
                {"client_id":"a","client_id_issued_at":1,"registration_client_uri":"https://a.example/r",\
                "registration_access_token":"%s",%s"redirect_uris":["https://a.example/callback"],\
                "token_endpoint_auth_method":"%s","grant_types":["authorization_code"],"response_types":["code"]}\
                """
                        .formatted("a".repeat(43), members, method);
        if (fits) {
            fits("POST", "/oauth/register", 201, JSON, client);
        } else {
            refused("POST", "/oauth/register", 201, JSON, client);
        }
    }

    @Test
    void refusesARedirectWithoutIssuer() {
        fits("POST", "/oauth/callback", 303, redirect("http://127.0.0.1/?code=a&iss=b"), "");
        refused("POST", "/oauth/callback", 303, redirect("http://127.0.0.1/?code=a"), "")
                .hasMessageContaining("Location");
    }

    private static Map<String, String> redirect(String location) {
        return Map.of("Cache-Control", "no-store", "Location", location);
    }

    private static void fits(
            String method, String path, int status, Map<String, String> headers, String body) {
        assertThatCode(() -> check(method, path, status, headers, body)).doesNotThrowAnyException();
    }

    private static AbstractThrowableAssert<?, ?> refused(
            String method, String path, int status, Map<String, String> headers, String body) {
        return assertThatThrownBy(() -> check(method, path, status, headers, body))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(method + " " + path + " answered " + status);
    }

    private static void check(
            String method, String path, int status, Map<String, String> headers, String body) {
        var lists = new LinkedHashMap<String, List<String>>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        DOCUMENT.assertResponseFits(
                method, path, new Response(status, lists, body.getBytes(UTF_8)));
    }
}
