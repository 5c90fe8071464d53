package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.config.LiveConfig;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.RunningGateway;
import dev.keystile.app.flow.SigningKey;
import dev.keystile.app.flow.Wire;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that signs its assertions itself, over real HTTP. */
class PrivateKeyJwtFlowTest {
    private final MovableClock clock = new MovableClock();
    private final Wire wire = new Wire();
    private final SigningKey key = SigningKey.generate();
    private final int port = RunningGateway.freePort();
    private final String base = "http://localhost:" + port;
    private Gateway gateway;

    @AfterEach
    void stop() {
        gateway.close();
        wire.close();
    }

    private OAuthClient client(SigningKey signer) {
        return OAuthClient.discover(
                wire,
                base + "/mcp",
                "\"token_endpoint_auth_method\": \"private_key_jwt\", \"jwks\": " + key.jwks(),
                (id, issuer) -> signer.assertion(id, issuer, clock.instant()));
    }

    private void start(Path file) {
        gateway =
                Gateway.start(
                        LiveConfig.read(RunningGateway.environment(port), file),
                        clock,
                        new SecureRandom());
    }

    private String code(OAuthClient client) {
        return client.codeOf(
                new Person(wire, base).signIn(client.authorizationUri(), "jean_sk_demo_1"));
    }

    @Test
    @DisplayName("AS-D-09, AS-M-09, AS-T-07: keys registered, a code and a refresh token traded")
    void aClientWithAKeyConnects() {
        start(null);
        OAuthClient client = client(key);

        JsonObject tokens = client.refresh(client.redeem(code(client)));

        assertThat(tokens).containsKey("access_token");
        assertThat(client.registration())
                .containsKey("jwks")
                .doesNotContainKeys("client_secret", "client_secret_expires_at", "jwks_uri");
        assertThat(methods(client)).contains("private_key_jwt");
        assertThat(client.server()).containsKey("token_endpoint_auth_signing_alg_values_supported");
    }

    @Test
    @DisplayName("AS-T-06: a wrong key is 401 invalid_client")
    void aClientWithAnotherKeyIsRefused() {
        start(null);
        OAuthClient client = client(SigningKey.generate());

        var answer = client.redemption(code(client), OAuthClient.VERIFIER);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"error\":\"invalid_client\"");
    }

    @Test
    @DisplayName("AS-M-09: private_key_jwt is not offered where the operator does not want that")
    void theMethodNeedNotBeOffered(@TempDir Path folder) throws IOException {
        start(
                Files.writeString(
                        folder.resolve("keystile.yaml"),
                        "clients:\n  advertise-private-key-jwt: false\n"));
        OAuthClient client = client(key);

        assertThat(methods(client))
                .containsExactly("none", "client_secret_post", "client_secret_basic");
        assertThat(client.server())
                .doesNotContainKey("token_endpoint_auth_signing_alg_values_supported");
        assertThat(client.redeem(code(client))).containsKey("access_token");
    }

    private static Iterable<String> methods(OAuthClient client) {
        return client.server()
                .getJsonArray("token_endpoint_auth_methods_supported")
                .getValuesAs(JsonString::getString);
    }
}
