package dev.keystile.app.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.http.Raw;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Line ends in whatever comes back in a header field: none begins a field of its own. */
class HeaderInjectionTest {
    private static final String JSON = "application/json";
    private static final String CHALLENGE =
            "&code_challenge=ccccccccccccccccccccccccccccccccccccccccccc&code_challenge_method=S256";
    private static final String CALLBACK = "http%3A%2F%2F127.0.0.1%2Fcallback";

    private static OpenGateway gateway;
    private static String client;

    @BeforeAll
    static void start() {
        gateway = OpenGateway.onLoopback();
        client =
                register("{\"redirect_uris\":[\"http://127.0.0.1/callback\"]}")
                        .json()
                        .getString("client_id");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Raw.Answer register(String json) {
        return gateway.post("/oauth/register", JSON, json);
    }

    private static void assertNoFieldOfTheirs(Raw.Answer answer) {
        assertThat(answer.headers()).doesNotContainKeys("injected", "set-cookie2");
        assertThat(answer.headers().getOrDefault("set-cookie", List.of()))
                .noneMatch(cookie -> cookie.startsWith("injected"));
        assertThat(answer.headers().values())
                .allSatisfy(values ->
                        assertThat(values).allMatch(value -> value.matches("[\\t\\x20-\\x7e]*")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%0d%0aInjected:%20yes",
                "%0aInjected:%20yes",
                "%0dInjected:%20yes",
                "%0d%0a%0d%0a%3Cscript%3E",
                "%E5%98%8A%E5%98%8DInjected:%20yes",
                "%00%0d%0aInjected:%20yes",
                "%C2%85Injected:%20yes%E2%80%A8"
            })
    @DisplayName("state, resource, scope and the redirect URI come back in Location as text")
    void theWayBackStaysOneField(String value) {
        for (String query :
                List.of(
                        "&redirect_uri=" + CALLBACK + "&state=" + value,
                        "&redirect_uri=" + CALLBACK + "&state=s&resource=" + value,
                        "&redirect_uri=" + CALLBACK + "&state=s&scope=" + value,
                        "&redirect_uri=" + CALLBACK + "&response_type=" + value,
                        "&redirect_uri=" + CALLBACK + value,
                        "&redirect_uri=" + value)) {
            assertNoFieldOfTheirs(
                    gateway.get("/oauth/authorize?client_id=" + client + query + CHALLENGE));
        }
        Raw.Answer back =
                gateway.get(
                        "/oauth/authorize?response_type=code&client_id="
                                + client
                                + "&redirect_uri="
                                + CALLBACK
                                + "&state="
                                + value);
        assertThat(back.status()).isEqualTo(303);
        assertThat(back.header("Location")).contains("&state=").doesNotContain("\r", "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/callback\\r\\nInjected: yes",
                "https://a.example/\\nInjected: yes",
                "https://a.example/\\u0000",
                "https://a.example/\\u0085",
                "https://a.exam\\rple/"
            })
    @DisplayName("A redirect URI with a line end is not registered")
    void noRedirectUriHasALineEnd(String uri) {
        Raw.Answer answer = register("{\"redirect_uris\":[\"" + uri + "\"]}");

        assertThat(answer.status()).isEqualTo(400);
        assertNoFieldOfTheirs(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mcp/oauth/a%0d%0aInjected:%20yes",
                "/mcp/oauth/a%0aInjected:%20yes",
                "/mcp%0d%0aInjected:%20yes",
                "/mcp/oauth/%22,%20injected=%22yes"
            })
    @DisplayName("A path does not get into a challenge as anything but itself")
    void aPathStaysOutOfTheChallenge(String path) {
        Raw.Answer answer = gateway.post(path, JSON, "{}");

        assertThat(answer.status()).isIn(400, 401, 404);
        assertNoFieldOfTheirs(answer);
        assertThat(answer.header("WWW-Authenticate")).doesNotContain("injected=");
    }

    @Test
    @DisplayName("Origin, request id, language and Host come back as they may, or not at all")
    void fieldsThatAreEchoed() {
        for (String field :
                List.of(
                        "Origin: https://a.example\rInjected: yes",
                        "X-Request-Id: a\rInjected: yes",
                        "Accept-Language: de\rInjected: yes",
                        "Access-Control-Request-Headers: a\rInjected: yes",
                        "Mcp-Session-Id: a\rInjected: yes",
                        "Authorization: Bearer a\rInjected: yes")) {
            Raw.Answer answer = gateway.post("/mcp", JSON, "{}", field);

            assertThat(answer.status()).as(field).isIn(400, 401);
            assertNoFieldOfTheirs(answer);
        }
    }
}
