package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RS-T-11: a foreign Host is refused before authentication")
class HostCheckTest {
    private static Raw.Answer get(Site site, String host, String path) {
        return site.raw(Raw.request("GET " + path, host, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:{port}",
                "localhost",
                "localhost:1",
                "localhost.evil:{port}"
            })
    void foreignHostIsForbidden(String host) {
        try (var site = Site.onLoopback()) {
            var answer = get(site, host.replace("{port}", "" + site.port()), "/mcp");

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.json().getString("error")).isEqualTo("invalid_request");
            assertThat(answer.has("WWW-Authenticate")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "[::1]"})
    void everyNameOfLoopbackIsRight(String name) {
        try (var site = Site.onLoopback()) {
            assertThat(get(site, name + ":" + site.port(), "/mcp").status()).isEqualTo(200);
        }
    }

    @Test
    void publicHostAnswersUnderItsOwnNameOnly() {
        try (var site = Site.behindProxy()) {
            assertThat(get(site, "gateway.example.com", "/mcp").status()).isEqualTo(200);
            assertThat(get(site, "Gateway.Example.com:443", "/mcp").status()).isEqualTo(200);
            assertThat(get(site, "gateway.example.com:80", "/mcp").status()).isEqualTo(403);
            assertThat(get(site, "localhost:" + site.port(), "/mcp").status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/oauth/authorize",
                "/.well-known/oauth-authorization-server",
                "/openapi",
                "/nothing"
            })
    void allRoutesAreGuarded(String path) {
        try (var site = Site.onLoopback()) {
            assertThat(get(site, "evil.example", path).status()).isEqualTo(403);
        }
    }

    @Test
    void foreignOriginWithTheRightHostIsAllowed() {
        try (var site = Site.onLoopback()) {
            assertThat(site.send("POST", "/mcp", "Origin: https://evil.example\n", "{}").status())
                    .isEqualTo(200);
        }
    }
}
