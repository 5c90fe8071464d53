package dev.keystile.app;

import static dev.keystile.app.flow.Operators.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.Operators;
import dev.keystile.app.flow.Wire;
import dev.keystile.app.http.Raw;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether somebody looks on is up to the operator. */
class ObserveTest {

    @TempDir private Path folder;

    /** What is known after a sign-in and a call. */
    private record Known(String attempts, String figures, String metrics) {}

    private Known known(String observe) throws IOException {
        String settings = "management: {admin-token: " + ADMIN + "}\nobserve: " + observe;
        try (OpenGateway gateway = OpenGateway.configured(folder, settings);
                Wire wire = new Wire()) {
            assertThat(call(gateway, bearer(wire, gateway)).status()).isEqualTo(200);
            return new Known(
                    asked(gateway, "/admin/api/attempts"),
                    asked(gateway, "/admin/api/overview"),
                    asked(gateway, "/metrics"));
        }
    }

    @Test
    void aStreamThatTheServerDoesNotOfferIsNoError() throws IOException {
        String settings = "management: {admin-token: " + ADMIN + "}";
        try (OpenGateway gateway = OpenGateway.configured(folder, settings);
                Wire wire = new Wire()) {
            String bearer = bearer(wire, gateway);
            assertThat(call(gateway, bearer).status()).isEqualTo(200);
            String attempts = asked(gateway, "/admin/api/attempts");

            assertThat(gateway.get("/mcp", bearer).status()).isEqualTo(405);

            assertThat(asked(gateway, "/admin/api/overview"))
                    .contains("\"calls\":2", "\"errors\":0");
            assertThat(asked(gateway, "/metrics"))
                    .contains("keystile_mcp_calls_total{connector=\"default\",outcome=\"ok\"} 2.0")
                    .doesNotContain("outcome=\"client_error\"");
            assertThat(asked(gateway, "/admin/api/attempts"))
                    .isEqualTo(attempts)
                    .contains("\"outcome\":\"connected\"");
        }
    }

    private static String bearer(Wire wire, OpenGateway gateway) {
        String token = Connection.made(wire, gateway.base()).tokens().getString("access_token");
        return "Authorization: Bearer " + token;
    }

    /** Returns when the connection is closed, which is when the gateway is done with the call. */
    private static Raw.Answer call(OpenGateway gateway, String bearer) {
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
        return gateway.post("/mcp", "application/json", ping, bearer);
    }

    private static String asked(OpenGateway gateway, String path) {
        Raw.Answer answer = gateway.management(path, Operators.bearer(ADMIN));
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void whatIsOffSeesNothing() throws IOException {
        Known known = known("{analytics: false, doctor: false, metrics: false}");

        assertThat(known.attempts()).contains("\"attempts\":[]");
        assertThat(known.figures()).contains("\"calls\":0", "\"grants\":1");
        assertThat(known.metrics())
                .doesNotContain("keystile_mcp_calls_total", "http_server_request_duration_seconds")
                .contains("keystile_build_info");
    }

    @Test
    void eachIsOnByItself() throws IOException {
        Known known = known("{analytics: false, metrics: false}");

        assertThat(known.attempts()).doesNotContain("\"attempts\":[]");
        assertThat(known.figures()).contains("\"calls\":0");
        assertThat(known.metrics()).doesNotContain("keystile_mcp_calls_total");
    }

    @Test
    void allAreOnUnlessSaidOtherwise() throws IOException {
        Known known = known("{}");

        assertThat(known.attempts()).doesNotContain("\"attempts\":[]");
        assertThat(known.figures()).doesNotContain("\"calls\":0");
        assertThat(known.metrics())
                .contains("keystile_mcp_calls_total{", "http_server_request_duration_seconds");
    }
}
