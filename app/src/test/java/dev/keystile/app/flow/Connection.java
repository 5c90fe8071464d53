package dev.keystile.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** A client that somebody signed in with, and every request that it may send from then on. */
public final class Connection {
    private static final String KEY = "jean_sk_demo_1";

    private final Wire wire;
    private final String base;
    private final String path;
    private final OAuthClient client;
    private JsonObject tokens;

    private Connection(Wire wire, String base, String path) {
        this.wire = wire;
        this.base = base;
        this.path = path;
        this.client = OAuthClient.discover(wire, base + path);
        this.tokens = client.redeem(code());
    }

    /** Registers, signs in and redeems its code; asks nothing of the MCP URL yet. */
    public static Connection made(Wire wire, String base) {
        return made(wire, base, "/mcp");
    }

    /** The same for the MCP server under this path. */
    public static Connection made(Wire wire, String base, String path) {
        return new Connection(wire, base, path);
    }

    public OAuthClient client() {
        return client;
    }

    public JsonObject tokens() {
        return tokens;
    }

    /** A code of its own that is not redeemed. */
    public String code() {
        return client.codeOf(new Person(wire, base).signIn(client.authorizationUri(), KEY));
    }

    /** Calls with its access token. */
    public HttpResponse<String> calling() {
        return client.calling(tokens);
    }

    public HttpResponse<String> refreshing() {
        return client.refreshing(tokens);
    }

    /** Refreshes and uses the new tokens from then on. */
    public void refresh() {
        tokens = client.refresh(tokens);
    }

    /** Reads its registration. */
    public HttpResponse<String> managing() {
        JsonObject registration = client.registration();
        return wire.send(
                request(registration.getString("registration_client_uri"))
                        .header(
                                "authorization",
                                "Bearer " + registration.getString("registration_access_token"))
                        .GET());
    }

    public HttpResponse<String> revoking() {
        Map<String, String> form =
                Map.of(
                        "client_id", client.registration().getString("client_id"),
                        "token", tokens.getString("access_token"));
        return wire.send(
                request(base + "/oauth/revoke")
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(FormText.encode(form))));
    }

    /** Registers another client. */
    public HttpResponse<String> registering() {
        return wire.send(
                request(base + "/oauth/register")
                        .header("content-type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"redirect_uris\":[\"http://127.0.0.1/callback\"]}")));
    }

    /** Asks for the page on which somebody would sign in with it again. */
    public HttpResponse<String> authorizing() {
        return wire.send(HttpRequest.newBuilder(client.authorizationUri()).GET());
    }

    /** The status that somebody gets who signs in with it again and presses Allow. */
    public int allowing() {
        var person = new Person(wire, base);
        var page = person.open(client.authorizationUri());
        var review = person.press(page, "continue", Map.of("api_key", KEY));
        return person.press(review, "allow").status();
    }

    /** Whether it can still do everything, after a refresh as well. */
    public void assertWorks() {
        refresh();
        assertThat(calling().statusCode()).isEqualTo(200);
        assertThat(managing().statusCode()).isEqualTo(200);
    }

    /** Come again: no word of a client, a grant or a token that would not be good. */
    public static void assertAway(List<HttpResponse<String>> answers) {
        assertThat(answers)
                .allSatisfy(answer -> {
                    assertThat(answer.statusCode()).as(answer.uri() + "").isEqualTo(503);
                    assertThat(answer.headers().firstValue("retry-after")).isPresent();
                    assertThat(answer.headers().firstValue("www-authenticate")).isEmpty();
                    assertThat(answer.body()).doesNotContain("invalid_");
                });
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri));
    }
}
