package dev.keystile.app.check;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong before a client signs in is named. */
class DiscoveryFaultsTest {
    private static final String SERVER_METADATA = "/.well-known/oauth-authorization-server";
    private static final String RESOURCE_METADATA = "/.well-known/oauth-protected-resource";

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"discoveryFaults", "guardFaults", "clientFaults", "managementFaults"})
    void namesWhatIsBroken(String check, String reason, FakeGateway.Fault fault) {
        Faults.assertNamed(check, reason, fault);
    }

    static Stream<Arguments> discoveryFaults() {
        return Faults.all(
                Faults.at("OAuth discovery", "GET", SERVER_METADATA)
                        .with("answered 404, expected 200", a -> a.status(404))
                        .with("text/html where application/json", a -> FakeAnswer.page(200, "<p>"))
                        .with("not JSON", a -> a.replace("}", ""))
                        .with(
                                "set API_BASE_URL",
                                a -> a.replace("\"http://localhost", "\"http://127.0.0.1"))
                        .with(
                                "not below the issuer",
                                a ->
                                        a.replace(
                                                "\"token_endpoint\":\"http:",
                                                "\"token_endpoint\":\"https:"))
                        .with("S256 alone", a -> a.replace("\"S256\"", "\"S256\",\"plain\""))
                        .with("lacks \"none\"", a -> a.replace("\"none\",", ""))
                        .with(
                                "revocation_endpoint_auth_methods_supported lacks",
                                a -> a.replace("revoke\",\"revocation_endpoint_a", "revoke\",\"a"))
                        .with(
                                "\"revocation_endpoint\" is missing",
                                a -> a.replace("\"revocation_endpoint\"", "\"revoke\""))
                        .with(
                                "introspect is not below the issuer",
                                a ->
                                        a.replace(
                                                "\"introspection_endpoint\":\"http:",
                                                "\"introspection_endpoint\":\"https:"))
                        .with(
                                "lacks \"client_secret_basic\"",
                                a -> a.replace("[\"client_secret_basic\",", "["))
                        .with(
                                "iss_parameter_supported",
                                a -> a.replace("supported\":true", "supported\":false"))
                        .with("null or an empty array", a -> a.replace("[\"mcp\"]", "[]")),
                Faults.at("OpenID discovery", "GET", "/.well-known/openid-configuration")
                        .with("differs", a -> a.replace("[\"mcp\"]", "[\"openid\"]")),
                Faults.at("protected resource metadata", "GET", RESOURCE_METADATA + "/mcp")
                        .with("resource is", a -> a.replace("/mcp\"", "\""))
                        .with("byte for byte", a -> a.replace("[\"http:", "[\"https:"))
                        .with(
                                "offline_access",
                                a -> a.replace("[\"mcp\"]", "[\"mcp\",\"offline_access\"]")),
                Faults.at("protected resource metadata at the root", "GET", RESOURCE_METADATA)
                        .with("answered 401", a -> a.status(401)),
                Faults.at(
                                "unknown well-known path is a JSON 404",
                                "GET",
                                "/.well-known/keystile-self-test")
                        .with("text/html", a -> FakeAnswer.page(404, "<p>")));
    }

    static Stream<Arguments> guardFaults() {
        return Faults.all(
                Faults.at("MCP endpoint requires auth", "GET", "/mcp")
                        .with("GET without a good token", a -> a.status(405)),
                Faults.at("MCP endpoint requires auth", "HEAD", "/mcp")
                        .with("HEAD without a good token", a -> a.status(200)),
                Faults.at("MCP endpoint requires auth", "DELETE", "/mcp")
                        .with("DELETE has 0 WWW-Authenticate", a -> a.without("WWW-Authenticate")),
                Faults.at("MCP endpoint requires auth", "POST", "/mcp")
                        .with(
                                "has 2 WWW-Authenticate",
                                a ->
                                        a.with(
                                                "WWW-Authenticate",
                                                "Basic realm=\"a\"",
                                                "Bearer scope=\"mcp\""))
                        .with(
                                "does not start with Bearer",
                                a -> a.with("WWW-Authenticate", "Basic realm=\"a\""))
                        .with(
                                "resource_metadata in the challenge has to be http://",
                                a ->
                                        a.status() == 401
                                                ? a.replaceIn("WWW-Authenticate", "http://", "//")
                                                : a)
                        .with(
                                "lacks scope",
                                a ->
                                        a.status() == 401
                                                ? a.replaceIn("WWW-Authenticate", "scope", "realm")
                                                : a),
                Faults.at("MCP endpoint requires auth", "GET", "/mcp")
                        .with(
                                "names an error though",
                                a ->
                                        a.replaceIn(
                                                "WWW-Authenticate",
                                                "Bearer ",
                                                "Bearer error=\"invalid_token\", ")),
                Faults.at("challenge leads to the metadata", "GET", RESOURCE_METADATA + "/mcp")
                        .with("answered 401", a -> a.status(401)),
                Faults.at("foreign token is refused", "POST", "/mcp")
                        .with(
                                "lacks error=\"invalid_token\"",
                                a ->
                                        a.status() == 401
                                                ? a.replaceIn(
                                                        "WWW-Authenticate",
                                                        "error=\"invalid_token\", ",
                                                        "")
                                                : a));
    }

    static Stream<Arguments> clientFaults() {
        return Faults.all(
                Faults.at("dynamic client registration", "POST", "/oauth/register")
                        .with("expected 201", a -> a.status(200))
                        .with("no-store is missing", a -> a.without("Cache-Control"))
                        .with(
                                "\"client_name\" is null",
                                a -> a.replace("\"Keystile self-test\"", "null"))
                        .with(
                                "did not come back",
                                a -> a.replace(",\"http://localhost/callback\"", ""))
                        .with(
                                "asked for no authentication",
                                a -> a.replace("\"none\"", "\"none\",\"client_secret\":\"a\""))
                        .with(
                                "client-1 is not below the issuer",
                                a -> a.replace("http://localhost:", "http://127.0.0.1:"))
                        .with(
                                "\"registration_access_token\" is missing",
                                a -> a.replace("\"registration_access_token", "\"token")),
                Faults.at("registration refuses a javascript: redirect", "POST", "/oauth/register")
                        .with("expected 400", a -> a.status(201))
                        .with(
                                "not \"invalid_redirect_uri\"",
                                a -> a.replace("invalid_redirect_uri", "invalid_request")));
    }

    static Stream<Arguments> managementFaults() {
        String path = "/oauth/register/client-1";
        return Faults.all(
                Faults.at("registration can be read", "GET", path)
                        .with("expected 200", a -> a.status() == 200 ? a.status(404) : a)
                        .with("no-store is missing", a -> a.without("Cache-Control"))
                        .with("another client", a -> a.replace("\"client-1\"", "\"client-2\""))
                        .with("has to be refused", a -> a.status() == 401 ? a.status(200) : a)
                        .with("has 0 WWW-Authenticate", a -> a.without("WWW-Authenticate"))
                        .with(
                                "lacks error=\"invalid_token\"",
                                a ->
                                        a.status() == 401
                                                ? a.with("WWW-Authenticate", "Bearer realm=\"a\"")
                                                : a),
                Faults.at("registration can be deleted", "DELETE", path)
                        .with("expected 204", a -> a.status(200))
                        .with("no-store is missing", a -> a.without("Cache-Control")),
                Faults.at("registration can be deleted", "GET", path)
                        .with("has to be refused", a -> a.status() == 401 ? a.status(200) : a),
                Faults.at("registration can be deleted", "POST", "/oauth/token")
                        .with(
                                "expected 401",
                                a -> a.body().contains("invalid_client") ? a.status(400) : a));
    }
}
