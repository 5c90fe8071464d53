package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RS-T-12, AS-M-19: pages of any origin may call")
class CorsTest {
    private static final String ORIGIN = "Origin: https://browser.example\n";

    private final Site site = Site.onLoopback();

    @AfterEach
    void stop() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mcp",
                "/mcp/oauth/u",
                "/key/mcp",
                "/key/mcp/oauth/u",
                "/oauth/register",
                "/oauth/register/client-1",
                "/oauth/token",
                "/oauth/revoke",
                "/oauth/introspect",
                "/.well-known/oauth-authorization-server",
                "/.well-known/oauth-protected-resource/mcp"
            })
    void preflightAllowsWhatIsAskedFor(String path) {
        var answer =
                site.send(
                        "OPTIONS",
                        path,
                        ORIGIN
                                + "Access-Control-Request-Method: POST\n"
                                + "Access-Control-Request-Headers: authorization, mcp-param-x\n",
                        "");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Allow-Headers"))
                .isEqualTo("authorization, mcp-param-x");
        assertThat(answer.header("Access-Control-Allow-Methods"))
                .contains("GET", "POST", "PUT", "DELETE", "OPTIONS");
        assertThat(answer.has("Access-Control-Allow-Credentials")).isFalse();
    }

    @Test
    void preflightWithoutNamesAllowsTheUsualOnes() {
        var answer = site.send("OPTIONS", "/mcp", ORIGIN, "");

        assertThat(answer.header("Access-Control-Allow-Headers"))
                .contains("Authorization", "MCP-Protocol-Version");
    }

    @Test
    void errorsCanBeReadToo() {
        site.mcp =
                (_, response) ->
                        response.send(401, Map.of("WWW-Authenticate", "Bearer"), new byte[0]);

        var unauthorized = site.send("POST", "/mcp", ORIGIN, "{}");
        var notFound = site.send("GET", "/mcp/oauth/a%2Fb", ORIGIN, "");
        var malformed =
                site.send(
                        "POST",
                        "/oauth/register",
                        ORIGIN + "Content-Type: application/json\n",
                        "{");
        var unmanaged = site.send("PUT", "/oauth/register/client-1", ORIGIN, "");
        var failed = failing();
        var oversize =
                site.send(
                        "POST",
                        "/mcp",
                        ORIGIN + "Content-Length: " + (Site.MAX_BODY + 1) + "\n",
                        "");

        for (var answer :
                new Raw.Answer[] {unauthorized, unmanaged, notFound, malformed, failed, oversize}) {
            assertThat(answer.status()).isGreaterThanOrEqualTo(400);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(answer.header("Access-Control-Expose-Headers"))
                    .isEqualTo(
                            "WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version, Retry-After, RateLimit,"
                                    + " RateLimit-Policy");
        }
    }

    private Raw.Answer failing() {
        site.oauth.token =
                _ -> {
                    throw new IllegalStateException("bug");
                };
        return site.send(
                "POST",
                "/oauth/token",
                ORIGIN + "Content-Type: application/x-www-form-urlencoded\n",
                "a=b");
    }

    @ParameterizedTest
    @DisplayName("AS-A-25, AS-M-19: nothing of the pages")
    @ValueSource(strings = {"/oauth/authorize", "/authorize", "/oauth/callback", "/"})
    void pagesAreNotShared(String path) {
        var preflight =
                site.send("OPTIONS", path, ORIGIN + "Access-Control-Request-Method: GET\n", "");
        var get = site.send("GET", path, ORIGIN, "");

        assertThat(preflight.has("Access-Control-Allow-Origin")).isFalse();
        assertThat(get.has("Access-Control-Allow-Origin")).isFalse();
    }
}
