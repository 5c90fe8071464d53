package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Issuer;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RoutingTest
class DiscoveryTest {
    private static final Issuer ISSUER = new Issuer("https://gateway.example.com");
    private static final Header HOST = HeaderValues.create(HeaderNames.HOST, ISSUER.authority());
    private static final String SERVER = "/.well-known/oauth-authorization-server";
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
                        }));
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
        assertThat(get("/.well-known/openid-configuration").as(String.class))
                .isEqualTo(get(SERVER).as(String.class));
    }

    @Test
    @DisplayName("AS-M-20: metadata may be cached for an hour, and is confirmed by its entity tag")
    void knownDocumentIsNotSentAgain() {
        var first = get(SERVER);
        var second =
                get(
                        SERVER,
                        HeaderValues.create(
                                HeaderNames.IF_NONE_MATCH,
                                "\"other\", W/" + header(first, "ETag")));
        var changed = get(SERVER, HeaderValues.create(HeaderNames.IF_NONE_MATCH, "\"other\""));

        assertThat(header(first, "Cache-Control")).isEqualTo("public, max-age=3600");
        assertThat(second.status().code()).isEqualTo(304);
        assertThat(second.headers().contains(HeaderNames.CONTENT_TYPE)).isFalse();
        assertThat(changed.status().code()).isEqualTo(200);
    }

    @ParameterizedTest
    @DisplayName("RS-P-01, RS-P-02, RS-P-06: each path has the document of its own resource")
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

    @ParameterizedTest
    @DisplayName("AS-M-04: every other well-known path is 404 JSON")
    @ValueSource(
            strings = {
                "/.well-known/oauth-authorization-server/mcp",
                "/.well-known/oauth-protected-resource/other",
                "/.well-known/oauth-protected-resource/mcp/oauth/a%2Fb",
                "/.well-known/nothing",
                "/mcp/.well-known/openid-configuration"
            })
    void unknownDocumentIsNotFound(String path) {
        var answer = get(path, HeaderValues.create(HeaderNames.ACCEPT, "text/html"));

        assertThat(answer.status().code()).isEqualTo(404);
        assertThat(json(answer).getString("error")).isEqualTo("not_found");
    }

    @Test
    @DisplayName("RS-P-08: HEAD has the headers of GET and no body")
    void headHasNoBody() {
        try (var site = Site.onLoopback()) {
            var head = site.send("HEAD", SERVER, "", "");

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.header("Content-Length"))
                    .isEqualTo(site.get(SERVER).header("Content-Length"));
        }
    }

    @Test
    void optionsNamesTheMethods() {
        var answer = send(Method.OPTIONS, RESOURCE);

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
