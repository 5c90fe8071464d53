package dev.keystile.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * An MCP client's OAuth half: finds the servers from the 401, registers, and trades codes and
 * refresh tokens.
 */
public final class OAuthClient {
    public static final String REDIRECT_URI = "http://127.0.0.1:9/callback";
    public static final String VERIFIER = "the-verifier-of-this-test-is-43-characters-long";

    private final Wire wire;
    private final String resource;
    private final JsonObject server;
    private final JsonObject client;
    private final BinaryOperator<String> sign;

    private OAuthClient(
            Wire wire,
            String resource,
            JsonObject server,
            JsonObject client,
            BinaryOperator<String> sign) {
        this.wire = wire;
        this.resource = resource;
        this.server = server;
        this.client = client;
        this.sign = sign;
    }

    /** Follows the pointers from the challenge of an MCP URL, and registers as a public client. */
    public static OAuthClient discover(Wire wire, String mcpUrl) {
        return discover(wire, mcpUrl, "\"token_endpoint_auth_method\": \"none\"", (_, _) -> "");
    }

    /**
     * The same with a method of authentication of its own.
     *
     * @param method the members that ask for it
     * @param sign makes the client's assertion of its id and the issuer; empty for none
     */
    public static OAuthClient discover(
            Wire wire, String mcpUrl, String method, BinaryOperator<String> sign) {
        var refusal =
                wire.send(
                        HttpRequest.newBuilder(URI.create(mcpUrl))
                                .header("content-type", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")));
        assertThat(refusal.statusCode()).isEqualTo(401);
        String challenge = refusal.headers().firstValue("www-authenticate").orElseThrow();
        JsonObject resource =
                get(wire, challenge.replaceAll(".*resource_metadata=\"([^\"]+)\".*", "$1"));
        assertThat(resource.getString("resource")).isEqualTo(mcpUrl);
        String issuer = resource.getJsonArray("authorization_servers").getString(0);
        JsonObject server = get(wire, issuer + "/.well-known/oauth-authorization-server");
        assertThat(server.getString("issuer")).isEqualTo(issuer);
        return new OAuthClient(wire, mcpUrl, server, register(wire, server, method), sign);
    }

    /** What the authorization server says of itself. */
    public JsonObject server() {
        return server;
    }

    public String issuer() {
        return server.getString("issuer");
    }

    /** The answer to the registration. */
    public JsonObject registration() {
        return client;
    }

    public URI authorizationUri() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", client.getString("client_id"));
        parameters.put("redirect_uri", REDIRECT_URI);
        parameters.put("code_challenge", challenge());
        parameters.put("code_challenge_method", "S256");
        parameters.put("state", "state of the test");
        parameters.put("scope", "mcp offline_access");
        parameters.put("resource", resource);
        return URI.create(
                server.getString("authorization_endpoint") + "?" + FormText.encode(parameters));
    }

    /** Lets a person sign in with this key, and redeems the code. */
    public JsonObject signIn(Person person, String key) {
        return redeem(codeOf(person.signIn(authorizationUri(), key)));
    }

    /** A call of the MCP server with these tokens. */
    public HttpResponse<String> calling(JsonObject tokens) {
        return calling(wire, resource, tokens);
    }

    /** A call of any MCP URL with these tokens. */
    public static HttpResponse<String> calling(Wire wire, String mcpUrl, JsonObject tokens) {
        return wire.send(
                HttpRequest.newBuilder(URI.create(mcpUrl))
                        .header("authorization", "Bearer " + tokens.getString("access_token"))
                        .header("content-type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}")));
    }

    /** The code of a redirect, after the checks that a careful client makes. */
    public String codeOf(URI redirect) {
        assertThat(redirect.toString()).startsWith(REDIRECT_URI + "?");
        Map<String, String> answer = FormText.query(redirect);
        assertThat(answer)
                .containsEntry("state", "state of the test")
                .containsEntry("iss", issuer());
        return answer.get("code");
    }

    public JsonObject redeem(String code) {
        return tokens(redemption(code, VERIFIER));
    }

    public HttpResponse<String> redemption(String code, String verifier) {
        return post(
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", REDIRECT_URI,
                        "client_id", client.getString("client_id"),
                        "code_verifier", verifier,
                        "resource", resource));
    }

    public JsonObject refresh(JsonObject tokens) {
        return tokens(refreshing(tokens));
    }

    public HttpResponse<String> refreshing(JsonObject tokens) {
        return post(
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        tokens.getString("refresh_token"),
                        "client_id",
                        client.getString("client_id"),
                        "resource",
                        resource));
    }

    /** An answer as JSON. */
    public static JsonObject json(HttpResponse<String> answer) {
        try (var reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject();
        }
    }

    private static JsonObject register(Wire wire, JsonObject server, String method) {
        var answer =
                wire.send(
                        HttpRequest.newBuilder(
                                        URI.create(server.getString("registration_endpoint")))
                                .header("content-type", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                """
                                                {"client_name": "Test client", "redirect_uris": ["http://127.0.0.1/callback"],
                                                 %s}
                                                """
                                                        .formatted(method))));
        assertThat(answer.statusCode()).isEqualTo(201);
        return json(answer);
    }

    private static JsonObject tokens(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    private HttpResponse<String> post(Map<String, String> form) {
        Map<String, String> proven = new LinkedHashMap<>(form);
        String assertion = sign.apply(client.getString("client_id"), issuer());
        if (!assertion.isEmpty()) {
            proven.put(
                    "client_assertion_type",
                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            proven.put("client_assertion", assertion);
        }
        return wire.send(
                HttpRequest.newBuilder(URI.create(server.getString("token_endpoint")))
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(FormText.encode(proven))));
    }

    private static JsonObject get(Wire wire, String url) {
        var answer = wire.send(HttpRequest.newBuilder(URI.create(url)).GET());
        assertThat(answer.statusCode()).isEqualTo(200);
        return json(answer);
    }

    private static String challenge() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
