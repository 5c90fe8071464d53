package dev.keystile.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
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
        assertThat(tokens.getString("refresh_token")).isNotEmpty();
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
