package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTest {
    private static final String SERVER = "/.well-known/oauth-authorization-server";
    private static final String RESOURCE = "/.well-known/oauth-protected-resource";

    private final Site site = Site.onLoopback();

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    @DisplayName(
            "AS-M-01, AS-M-02: the issuer is the configured base URL, empty members are left out")
    void serverMetadataNamesTheIssuer() {
        var answer = site.get(SERVER);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.json().getString("issuer")).isEqualTo(site.issuer().value());
        assertThat(answer.json()).doesNotContainKey("response_modes_supported");
        assertThat(answer.json().getJsonArray("code_challenge_methods_supported").getString(0))
                .isEqualTo("S256");
    }

    @Test
    @DisplayName("AS-M-05: openid-configuration has the same bytes")
    void bothServerDocumentsAreTheSame() {
        assertThat(site.get("/.well-known/openid-configuration").body())
                .isEqualTo(site.get(SERVER).body());
    }

    @Test
    @DisplayName("AS-M-20: metadata may be cached for an hour, and is confirmed by its entity tag")
    void knownDocumentIsNotSentAgain() {
        var first = site.get(SERVER);
        var second =
                site.send(
                        "GET",
                        SERVER,
                        "If-None-Match: \"other\", W/" + first.header("ETag") + "\n",
                        "");
        var changed = site.send("GET", SERVER, "If-None-Match: \"other\"\n", "");

        assertThat(first.header("Cache-Control")).isEqualTo("public, max-age=3600");
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(changed.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @DisplayName("RS-P-01, RS-P-02, RS-P-06: each path has the document of its own resource")
    @ValueSource(strings = {"", "/mcp", "/mcp/oauth/some.user_1~-"})
    void resourceMetadataNamesTheResource(String path) {
        var document = site.get(RESOURCE + path).json();

        assertThat(document.getString("resource"))
                .isEqualTo(site.issuer().url(path.isEmpty() ? "/mcp" : path));
        assertThat(
                        document.getJsonArray("authorization_servers")
                                .getValuesAs(JsonString::getString))
                .containsExactly(site.issuer().value());
    }

    @ParameterizedTest
    @DisplayName("AS-M-04: every other well-known path is 404 JSON")
    @ValueSource(
            strings = {
                "/.well-known/oauth-authorization-server/mcp",
                "/.well-known/oauth-protected-resource/other",
                "/.well-known/oauth-protected-resource/mcp/oauth/a%2Fb",
                "/.well-known/oauth-protected-resource/mcp/oauth/..",
                "/.well-known/nothing",
                "/mcp/.well-known/openid-configuration"
            })
    void unknownDocumentIsNotFound(String path) {
        var answer = site.send("GET", path, "Accept: text/html\n", "");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().getString("error")).isEqualTo("not_found");
    }

    @Test
    @DisplayName("RS-P-08: HEAD has the headers of GET and no body")
    void headHasNoBody() {
        var head = site.send("HEAD", SERVER, "", "");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length"))
                .isEqualTo(site.get(SERVER).header("Content-Length"));
    }

    @Test
    void optionsNamesTheMethods() {
        var answer = site.send("OPTIONS", RESOURCE, "", "");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void otherMethodsAreRefused() {
        var answer = site.send("POST", SERVER, "", "x");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(answer.json().getString("error")).isEqualTo("invalid_request");
    }
}
