package dev.keystile.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.flow.FormText;
import dev.keystile.app.flow.OAuthClient;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Tokens for a caller that cannot sign anybody in. */
class TokenCommandTest {
    private final OpenGateway gateway = OpenGateway.onLoopback();
    private final dev.keystile.app.flow.Wire wire = new dev.keystile.app.flow.Wire();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void stop() {
        wire.close();
        gateway.close();
    }

    private int run(String typed, String... arguments) {
        var input = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
        var spec =
                TokenCommand.spec(
                        Map.of("API_BASE_URL", gateway.base()), new SecureRandom(), input);
        return new CommandLine(spec)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void aKeyBecomesTokensThatWork() {
        assertThat(run("jean_sk_demo_1\n", "issue", "--json")).as(err.toString()).isZero();

        JsonObject tokens = Json.createReader(new StringReader(out.toString())).readObject();
        assertThat(OAuthClient.calling(wire, gateway.base() + "/mcp", tokens).statusCode())
                .isEqualTo(200);
        assertThat(refreshed(tokens)).isEqualTo(200);
    }

    private int refreshed(JsonObject tokens) {
        Map<String, String> form =
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        tokens.getString("client_id"),
                        "refresh_token",
                        tokens.getString("refresh_token"));
        return gateway.post(
                        "/oauth/token", "application/x-www-form-urlencoded", FormText.encode(form))
                .status();
    }

    @Test
    void withoutJsonEachHasALineOfItsOwn() {
        assertThat(run("jean_sk_demo_1\n", "issue")).as(err.toString()).isZero();

        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("client id: +[\\w-]+"),
                        line -> assertThat(line).matches("access token: +jean_oauth_\\S+"),
                        line -> assertThat(line).matches("refresh token: +\\S+"));
    }

    @Test
    void aKeyThatIsRefusedBecomesNothing() {
        assertThat(run("jean_sk_of_nobody\n", "issue")).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("keystile: ").doesNotContain("jean_sk_of_nobody");
    }

    @Test
    void withoutAKeyOrAUrlItSaysWhatIsExpected() {
        assertThat(run("", "issue")).isEqualTo(2);
        assertThat(run("key", "issue", "ftp://gateway")).isEqualTo(2);
    }
}
