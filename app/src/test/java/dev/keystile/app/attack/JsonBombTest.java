package dev.keystile.app.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.Logged;
import dev.keystile.app.flow.Wire;
import dev.keystile.app.http.Raw;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON that is made to cost: it is refused in time, no thread dies of it, and others go on. */
@Timeout(120)
class JsonBombTest {
    private static final String JSON = "application/json";
    private static final String URIS = "\"redirect_uris\":[\"https://a.example/cb\"]";

    private static final Wire WIRE = new Wire();
    private static OpenGateway gateway;
    private static Connection connection;

    @BeforeAll
    static void start() {
        gateway = OpenGateway.onLoopback();
        connection = Connection.made(WIRE, gateway.base());
    }

    @AfterAll
    static void stop() {
        WIRE.close();
        gateway.close();
    }

    static List<String> registrations() {
        return Stream.concat(
                        bombs().stream().map(bomb -> "{" + URIS + ",\"jwks\":" + bomb + "}"),
                        Stream.of(
                                "{" + URIS + "," + URIS + "}",
                                "{" + URIS + ",\"client_name\":\"a\",\"client_name\":\"b\"}"))
                .toList();
    }

    /** Each fits into a request. */
    static List<String> bombs() {
        return List.of(
                "[".repeat(30_000),
                "[".repeat(30_000) + "]".repeat(30_000),
                "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000),
                "\"" + "\\u0000".repeat(10_000),
                "{\"a\":1,\"a\":2}");
    }

    private static String shown(String bomb) {
        return bomb.substring(0, Math.min(bomb.length(), 80));
    }

    private static void assertNoFault(Logged logged) {
        assertThat(logged.of("request.failed")).isEmpty();
        assertThat(connection.calling().statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("registrations")
    @DisplayName("A registration that is deep, doubled or broken is 400")
    void registration(String json) {
        try (var logged = new Logged()) {
            Raw.Answer answer = gateway.post("/oauth/register", JSON, json);

            assertThat(answer.status()).as(shown(json)).isEqualTo(400);
            assertThat(answer.json().getString("error")).isEqualTo("invalid_client_metadata");
            assertNoFault(logged);
        }
    }

    @Test
    @DisplayName("Numbers that would take gigabytes as integers are not made into any")
    void numbers() {
        try (var logged = new Logged()) {
            for (String number : List.of("1e999999999", "-1E+2147483647", "1".repeat(50_000))) {
                Raw.Answer answer =
                        gateway.post(
                                "/oauth/register",
                                JSON,
                                "{" + URIS + ",\"default_max_age\":" + number + "}");

                assertThat(answer.status()).as(shown(number)).isIn(201, 400);
                assertNoFault(logged);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bombs")
    @DisplayName("A message of MCP that is deep or broken costs the gateway no fault")
    void message(String bomb) {
        String token = connection.tokens().getString("access_token");
        try (var logged = new Logged()) {
            for (String message :
                    List.of(
                            bomb,
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
                                    + bomb
                                    + "}",
                            "[" + bomb + "]")) {
                Raw.Answer answer =
                        gateway.post(
                                "/mcp",
                                JSON,
                                message,
                                "Authorization: Bearer " + token,
                                "Accept: application/json, text/event-stream");

                assertThat(answer.status()).as(shown(bomb)).isLessThan(500);
            }
            assertNoFault(logged);
        }
    }

    @ParameterizedTest
    @MethodSource("bombs")
    @DisplayName("Where forms are due JSON is not even read")
    void form(String bomb) {
        try (var logged = new Logged()) {
            for (String path : List.of("/oauth/token", "/oauth/revoke", "/oauth/introspect")) {
                assertThat(gateway.post(path, JSON, bomb).status()).as(path).isIn(400, 401);
            }
            assertNoFault(logged);
        }
    }
}
