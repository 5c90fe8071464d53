package dev.keystile.app.check;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong on the way to a token, and with it, is named. */
class SignInFaultsTest {
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"authorizationFaults", "otherFaults", "keyFaults"})
    void namesWhatIsBroken(String check, String reason, FakeGateway.Fault fault) {
        Faults.assertNamed(check, reason, fault);
    }

    static Stream<Arguments> authorizationFaults() {
        return Faults.all(
                Faults.at("authorization page", "GET", "/oauth/authorize")
                        .with(
                                "no password field",
                                a -> a.replace("type=\"password\"", "type=\"text\""))
                        .with("no form with a button", a -> a.replace("value=\"continue\"", ""))
                        .with(
                                "to another server",
                                a -> a.replace("action=\"/", "action=\"https://elsewhere.example/"))
                        .with("not sent by POST", a -> a.replace("method=\"post\"", ""))
                        .with("frame-ancestors", a -> a.without("Content-Security-Policy"))
                        .with(
                                "form-action",
                                a ->
                                        a.with(
                                                "Content-Security-Policy",
                                                "frame-ancestors 'none'; form-action 'self'"))
                        .with("no-store", a -> a.without("Cache-Control"))
                        .with("no cookie", a -> a.without("Set-Cookie"))
                        .with("lacks HttpOnly", a -> a.with("Set-Cookie", "a=abc; SameSite=Lax"))
                        .with("lacks SameSite", a -> a.with("Set-Cookie", "a=abc; HttpOnly")),
                Faults.at("deny leads back to the client", "POST", "/oauth/callback")
                        .with(
                                "state is missing",
                                a ->
                                        a.status() == 303
                                                ? a.replaceIn("Location", "state=", "stat=")
                                                : a)
                        .with(
                                "lacks error=access_denied",
                                a ->
                                        a.status() == 303
                                                ? a.replaceIn(
                                                        "Location", "error=access_denied", "code=1")
                                                : a),
                Faults.at("unknown client is not redirected", "GET", "/oauth/authorize")
                        .with(
                                "never a redirect",
                                a ->
                                        a.status() == 400
                                                ? a.with("Location", "http://127.0.0.1/")
                                                : a),
                Faults.at("unregistered redirect URI is not redirected", "GET", "/oauth/authorize")
                        .with("expected 400", a -> a.status() == 400 ? a.status(200) : a),
                Faults.at("missing code_challenge is an error", "GET", "/oauth/authorize")
                        .with("expected 303", a -> a.status() == 303 ? a.status(400) : a)
                        .with(
                                "iss is missing",
                                a ->
                                        a.status() == 303
                                                ? a.replaceIn("Location", "iss=", "issuer=")
                                                : a)
                        .with(
                                "not go to the registered URI",
                                a ->
                                        a.status() == 303
                                                ? a.replaceIn("Location", "127.0.0.1", "localhost")
                                                : a)
                        .with(
                                "a code beside an error",
                                a ->
                                        a.status() == 303
                                                ? a.replaceIn(
                                                        "Location",
                                                        "error=invalid_request",
                                                        "error=invalid_request&code=1")
                                                : a));
    }

    static Stream<Arguments> otherFaults() {
        return Faults.all(
                Faults.at("token endpoint refuses an unknown grant type", "POST", "/oauth/token")
                        .with(
                                "application/json is due",
                                a -> a.status() == 400 ? FakeAnswer.page(400, "") : a),
                Faults.at("token endpoint refuses an unknown client", "POST", "/oauth/token")
                        .with("expected 401", a -> a.status() == 401 ? a.status(400) : a),
                Faults.at("CORS on the MCP endpoint", "OPTIONS", "/mcp")
                        .with("answered 401", a -> a.status(401))
                        .with(
                                "grant Authorization",
                                a -> a.with("Access-Control-Allow-Headers", "content-type")),
                Faults.at("CORS on the token endpoint", "OPTIONS", "/oauth/token")
                        .with("foreign origin", a -> a.without("Access-Control-Allow-Origin")),
                Faults.at("no CORS on the authorization page", "GET", "/oauth/authorize")
                        .with(
                                "pages of other sites",
                                a -> a.with("Access-Control-Allow-Origin", "*")),
                Faults.at("OpenAPI document", "GET", "/openapi.json")
                        .with("not an OpenAPI 3.1", a -> a.replace("3.1.0", "3.0.3")),
                Faults.at("OpenAPI document", "GET", "/openapi.yaml")
                        .with("missing as YAML", a -> a.status(404)),
                Faults.at("landing page", "GET", "/")
                        .with("does not show http://localhost", a -> a.replace("/mcp", "/sse")));
    }

    static Stream<Arguments> keyFaults() {
        return Faults.all(
                Faults.at("wrong API key is refused", "POST", "/oauth/callback")
                        .with(
                                "a random key was accepted",
                                a -> a.status() == 401 ? FakeAnswer.page(200, "<p>Welcome") : a)
                        .with(
                                "upstream MCP server did not answer",
                                a -> a.status() == 401 ? a.status(503) : a),
                Faults.at("API key is accepted", "POST", "/oauth/callback")
                        .with("is the key right", a -> a.status() == 200 ? a.status(401) : a),
                Faults.at("consent returns a code", "POST", "/oauth/callback")
                        .with("expected 303", a -> a.status() == 303 ? a.status(307) : a)
                        .with(
                                "carries no code",
                                a ->
                                        a.status() == 303
                                                ? a.replaceIn("Location", "code=", "token=")
                                                : a),
                Faults.at("code becomes tokens", "POST", "/oauth/token")
                        .with("token_type is not Bearer", a -> a.replace("Bearer", "bearer"))
                        .with("expires_in", a -> a.replace("3600", "\"3600\""))
                        .with("no-store", a -> a.status() == 200 ? a.without("Cache-Control") : a)
                        .with("\"scope\" is missing", a -> a.replace(",\"scope\":\"mcp\"", "")),
                Faults.at("wrong code verifier is refused", "POST", "/oauth/token")
                        .with(
                                "expected 400",
                                a -> a.body().contains("invalid_grant") ? a.status(200) : a),
                Faults.at("code works once", "POST", "/oauth/token")
                        .with(
                                "not reached",
                                a ->
                                        a.body().contains("invalid_grant")
                                                ? a.replace("invalid_grant", "invalid_request")
                                                : a),
                Faults.at("tool call", "POST", "/mcp")
                        .with(
                                "notifications/initialized was answered 502",
                                a -> a.status() == 202 ? a.status(502) : a)
                        .with(
                                "is the upstream MCP server up?",
                                a -> a.status() == 200 ? a.status(502) : a)
                        .with(
                                "JSON-RPC error",
                                a ->
                                        a.replace(
                                                "\"result\":{\"content\"",
                                                "\"error\":{\"content\"")),
                Faults.at("tool call", "DELETE", "/mcp")
                        .with("ending the session", a -> a.status() == 204 ? a.status(500) : a),
                Faults.at(
                                "token is refused at another user's URL",
                                "POST",
                                "/mcp/oauth/self-test-not-me")
                        .with("expected 401", a -> a.status(200)),
                Faults.at("refresh rotates the tokens", "POST", "/oauth/token")
                        .with(
                                "the access token is the old one",
                                a -> a.replace("access-3", "access-1"))
                        .with("was not rotated", a -> a.replace("refresh-3", "refresh-1")),
                Faults.at("refreshed token works", "POST", "/oauth/token")
                        .with("refused with 401", a -> a.replace("access-3", "access-9")),
                Faults.at("access token can be revoked", "POST", "/oauth/revoke")
                        .with("expected 200", a -> a.status(400))
                        .with("no-store is missing", a -> a.without("Cache-Control")),
                Faults.at("access token can be revoked", "POST", "/mcp")
                        .with("has to be refused", a -> a.status() == 401 ? a.status(200) : a),
                Faults.at("refresh token can be revoked", "POST", "/oauth/revoke")
                        .with("expected 200", a -> a.status(503)),
                Faults.at("refresh token can be revoked", "POST", "/oauth/token")
                        .with(
                                "not \"invalid_grant\"",
                                a -> a.replace("invalid_grant", "invalid_request")));
    }
}
