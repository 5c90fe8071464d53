package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.RateLimiter;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webclient.http1.Http1ClientResponse;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.testing.junit5.DirectClient;
import io.helidon.webserver.testing.junit5.RoutingTest;
import io.helidon.webserver.testing.junit5.SetUpRoute;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RoutingTest
class DiscoveryTest {
    private static final Issuer ISSUER = new Issuer("https://gateway.example.com");
    private static final Header HOST = HeaderValues.create(HeaderNames.HOST, ISSUER.authority());
    private static final String SERVER = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";
    private static final String RESOURCE = "/.well-known/oauth-protected-resource";

    private final DirectClient client;

    DiscoveryTest(DirectClient client) {
        this.client = client;
    }

    @SetUpRoute
    static void route(HttpRouting.Builder routing) {
        routing.addFeature(
                Site.routes(
                        new FakeServer(ISSUER),
                        (_, _) -> {
                            throw new UnsupportedOperationException("discovery calls no MCP");
                        },
                        new Traffic(Callers.DIRECT, RateLimiter.NONE, RequestLimits.DEFAULTS)));
    }

    private Http1ClientResponse send(Method method, String path, Header... headers) {
        var request = client.method(method).path(path).skipUriEncoding(true).header(HOST);
        for (Header header : headers) {
            request.header(header);
        }
        return request.request();
    }

    private Http1ClientResponse get(String path, Header... headers) {
        return send(Method.GET, path, headers);
    }

    private static String header(Http1ClientResponse answer, String name) {
        return answer.headers().first(HeaderNames.create(name)).orElse("");
    }

    private static JsonObject json(Http1ClientResponse answer) {
        return Json.createReader(new StringReader(answer.as(String.class))).readObject();
    }

    @Test
    @DisplayName(
            "AS-M-01, AS-M-02, AS-M-13: the issuer is the configured base URL, empty members are left out")
    void serverMetadataNamesTheIssuer() {
        var answer = get(SERVER);

        assertThat(answer.status().code()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        JsonObject metadata = json(answer);
        assertThat(metadata.getString("issuer")).isEqualTo(ISSUER.value());
        assertThat(metadata)
                .doesNotContainKeys(
                        "response_modes_supported",
                        "introspection_endpoint",
                        "introspection_endpoint_auth_methods_supported");
        assertThat(metadata.getString("revocation_endpoint"))
                .isEqualTo(ISSUER.url("/oauth/revoke"));
        assertThat(metadata.getJsonArray("revocation_endpoint_auth_methods_supported"))
                .isEqualTo(metadata.getJsonArray("token_endpoint_auth_methods_supported"));
        assertThat(metadata.getJsonArray("code_challenge_methods_supported").getString(0))
                .isEqualTo("S256");
    }

    @Test
    @DisplayName("AS-M-10: that clients may be known by documents is said, or left out")
    void documentsAreAnnounced() {
        assertThat(json(get(SERVER)).getBoolean("client_id_metadata_document_supported")).isTrue();
        try (var site = Site.withoutDocuments()) {
            assertThat(site.get(SERVER).json())
                    .containsKey("issuer")
                    .doesNotContainKey("client_id_metadata_document_supported");
        }
    }

    @Test
    @DisplayName("AS-M-05: openid-configuration has the same bytes")
    void bothServerDocumentsAreTheSame() {
        assertThat(get(OPENID).as(String.class)).isEqualTo(get(SERVER).as(String.class));
    }

    @ParameterizedTest
    @DisplayName("AS-M-20: metadata may be cached for an hour, and is confirmed by its entity tag")
    @ValueSource(strings = {SERVER, OPENID, RESOURCE, RESOURCE + "/mcp/oauth/u"})
    void knownDocumentIsNotSentAgain(String path) {
        var first = get(path);
        var second =
                get(
                        path,
                        HeaderValues.create(
                                HeaderNames.IF_NONE_MATCH,
                                "\"other\", W/" + header(first, "ETag")));
        var changed = get(path, HeaderValues.create(HeaderNames.IF_NONE_MATCH, "\"other\""));

        assertThat(header(first, "Cache-Control")).isEqualTo("public, max-age=3600");
        assertThat(second.status().code()).isEqualTo(304);
        assertThat(second.headers().contains(HeaderNames.CONTENT_TYPE)).isFalse();
        assertThat(changed.status().code()).isEqualTo(200);
    }

    @ParameterizedTest
    @DisplayName("RS-P-01, RS-P-02, RS-P-03: each path has the document of its own resource")
    @ValueSource(strings = {"", "/mcp", "/mcp/oauth/some.user_1~-"})
    void resourceMetadataNamesTheResource(String path) {
        var document = json(get(RESOURCE + path));

        assertThat(document.getString("resource"))
                .isEqualTo(ISSUER.url(path.isEmpty() ? "/mcp" : path));
        assertThat(
                        document.getJsonArray("authorization_servers")
                                .getValuesAs(JsonString::getString))
                .containsExactly(ISSUER.value());
    }

    @Test
    @DisplayName("RS-P-06: at the root stands the document of the shared URL")
    void rootHasTheDocumentOfTheSharedUrl() {
        assertThat(get(RESOURCE).as(String.class))
                .isEqualTo(get(RESOURCE + "/mcp").as(String.class));
    }

    @Test
    @DisplayName("RS-P-08: for every user id the same document, but for the id")
    void documentDoesNotTellWhoIsKnown() {
        String some = get(RESOURCE + "/mcp/oauth/some").as(String.class);
        String other = get(RESOURCE + "/mcp/oauth/other.1~").as(String.class);

        assertThat(other.replace("/other.1~", "/some")).isEqualTo(some);
    }

    @Test
    @DisplayName("RS-P-07, RS-P-09: the scopes are few, and staying connected is not one of them")
    void resourceHasItsOwnScopes() {
        assertThat(
                        json(get(RESOURCE))
                                .getJsonArray("scopes_supported")
                                .getValuesAs(JsonString::getString))
                .containsExactly("mcp", "mcp:read");
    }

    @ParameterizedTest
    @DisplayName("AS-M-03, AS-M-04: every other well-known path is 404 JSON")
    @ValueSource(
            strings = {
                "/.well-known/oauth-authorization-server/",
                "/.well-known/oauth-authorization-server/mcp",
                "/.well-known/oauth-authorization-server/mcp/oauth/u",
                "/.well-known/openid-configuration/mcp",
                "/.well-known/openid-configuration/mcp/oauth/u",
                "/.well-known/oauth-protected-resource/",
                "/.well-known/oauth-protected-resource/other",
                "/.well-known/oauth-protected-resource/mcp/other",
                "/.well-known/oauth-protected-resource/mcp/oauth/",
                "/.well-known/oauth-protected-resource/mcp/oauth/..",
                "/.well-known/oauth-protected-resource/mcp/oauth/a%2Fb",
                "/.well-known/oauth-protected-resource/mcp/oauth/a/b",
                "/.well-known/jwks.json",
                "/.well-known/nothing",
                "/.well-known/",
                "/mcp/.well-known/oauth-authorization-server",
                "/mcp/.well-known/openid-configuration",
                "/mcp/oauth/u/.well-known/oauth-protected-resource",
                "/mcp/oauth/u/.well-known/oauth-authorization-server",
                "/mcp/oauth/u/.well-known/openid-configuration"
            })
    void unknownDocumentIsNotFound(String path) {
        try (var site = Site.onLoopback()) {
            var answer = site.send("GET", path, "Accept: text/html\n", "");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.json().getString("error")).isEqualTo("not_found");
        }
    }

    @ParameterizedTest
    @DisplayName("RS-P-08, AS-M-20: HEAD has the headers of GET and no body")
    @ValueSource(strings = {SERVER, OPENID, RESOURCE, RESOURCE + "/mcp/oauth/u"})
    void headHasNoBody(String path) {
        try (var site = Site.onLoopback()) {
            var head = site.send("HEAD", path, "", "");
            var get = site.get(path);

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            for (String name : List.of("Content-Length", "Content-Type", "ETag", "Cache-Control")) {
                assertThat(head.header(name)).isEqualTo(get.header(name)).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @DisplayName("RS-P-08: OPTIONS names the methods")
    @ValueSource(strings = {SERVER, OPENID, RESOURCE, RESOURCE + "/mcp/oauth/u"})
    void optionsNamesTheMethods(String path) {
        var answer = send(Method.OPTIONS, path);

        assertThat(answer.status().code()).isEqualTo(204);
        assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void otherMethodsAreRefused() {
        var answer = send(Method.POST, SERVER);

        assertThat(answer.status().code()).isEqualTo(405);
        assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(json(answer).getString("error")).isEqualTo("invalid_request");
    }
}
