package dev.keystile.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.FormText;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.Wire;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * How access ends, and who is told so: revocation, deletion of the client, introspection. Over real
 * HTTP, every answer held against the API document.
 */
class EndedAccessTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String SECRET = "a-secret-of-the-resource-server-1";
    private static final String ADMIN = "a/token+of=the-admin-of-this-test";
    private static final String NEVER = "never-issued";

    private final MovableClock clock = new MovableClock();
    private final Wire wire = new Wire();
    private final OpenGateway gateway =
            OpenGateway.onLoopback(
                    clock,
                    Map.of(
                            "INTROSPECTION_RESOURCE_SERVERS",
                            "memory:" + SECRET,
                            "ADMIN_TOKEN",
                            ADMIN));
    private final String base = gateway.base();

    @AfterEach
    void stop() {
        gateway.close();
        wire.close();
    }

    @Test
    @DisplayName("AS-X-01: what a client revokes stops working at the MCP URL at once")
    void aRevokedTokenStopsAtOnce() {
        var client = OAuthClient.discover(wire, base + "/mcp");
        JsonObject first = connect(client);
        JsonObject second = client.refresh(first);
        assertThat(ping(first)).isEqualTo(200);

        assertThat(revoke(client, first.getString("access_token"))).isEqualTo(200);
        assertThat(ping(first)).isEqualTo(401);
        assertThat(ping(second)).isEqualTo(200);

        assertThat(revoke(client, first.getString("refresh_token"))).isEqualTo(200);
        assertThat(ping(second)).isEqualTo(401);
        assertThat(client.refreshing(second).body()).contains("invalid_grant");
        assertThat(revoke(client, second.getString("refresh_token"))).isEqualTo(200);
        assertThat(revoke(client, NEVER)).isEqualTo(200);
    }

    @Test
    @DisplayName("AS-X-01: another client's token is refused over HTTP")
    void aForeignTokenIsRefused() {
        var client = OAuthClient.discover(wire, base + "/mcp");
        JsonObject tokens = connect(client);
        var other = OAuthClient.discover(wire, base + "/mcp");

        assertThat(revoke(other, tokens.getString("refresh_token"))).isEqualTo(400);
        assertThat(ping(tokens)).isEqualTo(200);
    }

    @Test
    @DisplayName("AS-E-02, AS-E-03, AS-E-04: a client reads, replaces and deletes its registration")
    void aRegistrationIsManaged() {
        var client = OAuthClient.discover(wire, base + "/mcp");
        JsonObject tokens = connect(client);
        String uri = client.registration().getString("registration_client_uri");
        String token = client.registration().getString("registration_access_token");

        var read = wire.send(managed(uri, token).GET());
        assertThat(json(read)).isEqualTo(client.registration());
        var replaced = wire.send(managed(uri, token).PUT(BodyPublishers.ofString(update(client))));
        assertThat(replaced.statusCode()).isEqualTo(200);
        assertThat(json(replaced).getString("client_secret")).isNotEmpty();
        assertThat(json(replaced).getString("token_endpoint_auth_method"))
                .isEqualTo("client_secret_basic");
        assertThat(client.refreshing(tokens).statusCode()).isEqualTo(401);
        assertThat(wire.send(managed(uri, NEVER).DELETE()).statusCode()).isEqualTo(401);
        assertThat(wire.send(managed(uri + "x", token).GET()).statusCode()).isEqualTo(401);

        assertThat(wire.send(managed(uri, token).DELETE()).statusCode()).isEqualTo(204);
        assertThat(ping(tokens)).isEqualTo(401);
        assertThat(wire.send(managed(uri, token).GET()).statusCode()).isEqualTo(401);
        assertThat(wire.send(managed(uri, token).DELETE()).statusCode()).isEqualTo(401);
    }

    private static String update(OAuthClient client) {
        return "{\"client_id\":\""
                + client.registration().getString("client_id")
                + "\",\"redirect_uris\":[\""
                + OAuthClient.REDIRECT_URI
                + "\"],\"token_endpoint_auth_method\":\"client_secret_basic\"}";
    }

    @Test
    @DisplayName("AS-X-02: a resource server and the admin are told what a token is worth")
    void aTokenIsIntrospected() {
        var client = OAuthClient.discover(wire, base + "/mcp/oauth/demo-1");
        JsonObject tokens = connect(client);
        String token = tokens.getString("access_token");
        String server = basic("memory:" + SECRET);

        JsonObject active = json(introspect(server, token));
        assertThat(active.getBoolean("active")).isTrue();
        assertThat(active.getString("username")).isEqualTo("demo-1");
        assertThat(active.getString("sub")).isEqualTo("demo-1");
        assertThat(active.getString("aud")).isEqualTo(base + "/mcp/oauth/demo-1");
        assertThat(active.getString("iss")).isEqualTo(base);
        assertThat(active.getString("client_id"))
                .isEqualTo(client.registration().getString("client_id"));
        assertThat(active.getJsonNumber("exp").longValue())
                .isEqualTo(clock.instant().plusSeconds(3600).getEpochSecond());
        assertThat(json(introspect("Bearer " + ADMIN, token))).isEqualTo(active);
        assertThat(introspect(server, tokens.getString("refresh_token")).body())
                .isEqualTo("{\"active\":false}");
        assertThat(introspect("Bearer " + token, token).statusCode()).isEqualTo(401);
        assertThat(introspect(basic("memory:" + NEVER), token).statusCode()).isEqualTo(401);

        revoke(client, token);
        assertThat(introspect(server, token).body()).isEqualTo("{\"active\":false}");
    }

    @Test
    @DisplayName("AS-M-13: the metadata names the endpoints")
    void theMetadataNamesTheEndpoints() {
        JsonObject metadata =
                json(wire.send(request(base + "/.well-known/oauth-authorization-server").GET()));

        assertThat(metadata.getString("revocation_endpoint")).isEqualTo(base + "/oauth/revoke");
        assertThat(metadata.getString("introspection_endpoint"))
                .isEqualTo(base + "/oauth/introspect");
        assertThat(metadata.getJsonArray("introspection_endpoint_auth_methods_supported"))
                .hasSize(2);
    }

    private JsonObject connect(OAuthClient client) {
        var person = new Person(wire, base);
        return client.redeem(
                client.codeOf(person.signIn(client.authorizationUri(), "jean_sk_demo_1")));
    }

    private int ping(JsonObject tokens) {
        return wire.send(
                        request(base + "/mcp")
                                .header(
                                        "authorization",
                                        "Bearer " + tokens.getString("access_token"))
                                .header("content-type", JSON)
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}")))
                .statusCode();
    }

    private int revoke(OAuthClient client, String token) {
        String id = client.registration().getString("client_id");
        return wire.send(form("/oauth/revoke", Map.of("client_id", id, "token", token)))
                .statusCode();
    }

    private HttpResponse<String> introspect(String authorization, String token) {
        return wire.send(
                form("/oauth/introspect", Map.of("token", token))
                        .header("authorization", authorization));
    }

    private HttpRequest.Builder form(String path, Map<String, String> fields) {
        return request(base + path)
                .header("content-type", FORM)
                .POST(BodyPublishers.ofString(FormText.encode(fields)));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(US_ASCII));
    }

    private static HttpRequest.Builder managed(String uri, String token) {
        return request(uri).header("authorization", "Bearer " + token).header("content-type", JSON);
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri));
    }

    private static JsonObject json(HttpResponse<String> answer) {
        try (var reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject();
        }
    }
}
