package dev.keystile.app.rfc9728;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.http.Raw;
import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way from a challenge to the issuer, behind a proxy that speaks TLS and tells of it. */
class FromConfigurationTest {
    private static final String BASE = "https://gateway.example.com";
    private static final String RESOURCE = "/.well-known/oauth-protected-resource";
    private static final String SERVER = "/.well-known/oauth-authorization-server";

    /** What a proxy may add, and what an attacker may. */
    private static final String[] FORWARDED = {
        "Forwarded: for=192.0.2.1;proto=http;host=evil.example",
        "X-Forwarded-Proto: http",
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Port: 8080",
        "X-Forwarded-Prefix: /evil",
        "X-Forwarded-Server: evil.example",
        "X-Original-URL: http://evil.example/",
        "Origin: http://evil.example"
    };

    private static final Pattern URL = Pattern.compile("https?://[^\"\\s<>]+");

    private static OpenGateway gateway;

    @BeforeAll
    static void start() {
        gateway = OpenGateway.behindProxy();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp", "/mcp/oauth/some.user_1~-"})
    @DisplayName("RS-P-02, RS-P-03, AS-M-02: challenge, resource, issuer and iss fit byte for byte")
    void everyPointerFits(String path) {
        String pointer = gateway.base() + RESOURCE + path;
        JsonObject resource = gateway.get(RESOURCE + path).json();
        String issuer = resource.getJsonArray("authorization_servers").getString(0);

        assertThat(gateway.get(path).header("WWW-Authenticate"))
                .contains("resource_metadata=\"" + pointer + "\"");
        assertThat(resource.getString("resource")).isEqualTo(gateway.base() + path);
        assertThat(resource.getJsonArray("authorization_servers")).hasSize(1);
        assertThat(gateway.get(SERVER).json().getString("issuer")).isEqualTo(issuer);
        assertThat(error().header("Location"))
                .endsWith("&iss=" + URLEncoder.encode(issuer, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SERVER,
                "/.well-known/openid-configuration",
                RESOURCE,
                RESOURCE + "/mcp",
                RESOURCE + "/mcp/oauth/user-1"
            })
    @DisplayName("AS-M-02, AS-M-17: every URL in a document is the configured one, under https")
    void forwardedHeadersChangeNoDocument(String path) {
        Raw.Answer forwarded = gateway.get(path, FORWARDED);

        assertThat(forwarded.body()).isEqualTo(gateway.get(path).body());
        Matcher urls = URL.matcher(forwarded.body());
        assertThat(urls.results()).isNotEmpty().allMatch(url -> url.group().startsWith(BASE));
    }

    @Test
    @DisplayName("AS-M-17: nor the challenge, the way back to a client, or the kind of cookie")
    void forwardedHeadersChangeNoAnswer() {
        assertThat(gateway.get("/mcp", FORWARDED).header("WWW-Authenticate"))
                .isEqualTo(gateway.get("/mcp").header("WWW-Authenticate"))
                .contains("\"" + BASE);
        assertThat(error(FORWARDED).header("Location"))
                .contains("iss=https%3A%2F%2Fgateway.example.com")
                .doesNotContain("evil");
        assertThat(authorize("", FORWARDED).header("Set-Cookie"))
                .startsWith("__Host-")
                .contains("; Secure");
    }

    private static Raw.Answer error(String... headers) {
        return authorize("&response_mode=query&request=x", headers);
    }

    private static Raw.Answer authorize(String more, String... headers) {
        String client =
                gateway.post(
                                "/oauth/register",
                                "application/json",
                                "{\"redirect_uris\":[\"http://localhost/callback\"]}")
                        .json()
                        .getString("client_id");
        return gateway.get(
                "/oauth/authorize?response_type=code&client_id="
                        + client
                        + "&code_challenge_method=S256&code_challenge="
                        + "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
                        + more,
                headers);
    }
}
