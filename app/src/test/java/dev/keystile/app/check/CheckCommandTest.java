package dev.keystile.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The arguments of {@code check}. */
class CheckCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String typed = "";

    @Test
    void walksTheUrlItIsGiven() {
        try (var gateway = FakeGateway.start()) {
            assertThat(execute(Map.of(), gateway.base(), "--timeout", "10")).isZero();
            assertThat(out.toString()).contains("All tests passed");
        }
    }

    @Test
    void walksTheBaseUrlOfTheEnvironmentWhenItIsGivenNone() {
        try (var gateway = FakeGateway.start()) {
            assertThat(execute(Map.of("API_BASE_URL", gateway.base()))).isZero();
        }
    }

    @Test
    void signsInWithTheKeyForTheUser() {
        try (var gateway = FakeGateway.start()) {
            assertThat(
                            execute(
                                    Map.of(),
                                    "--key",
                                    FakeConsent.KEY,
                                    "--user",
                                    "demo-1",
                                    gateway.base()))
                    .isZero();
            assertThat(gateway.requests())
                    .anyMatch(request -> request.is("DELETE", "/mcp/oauth/demo-1"));
        }
    }

    @Test
    void readsTheKeyFromItsInputWhenAskedTo() {
        try (var gateway = FakeGateway.start()) {
            typed = FakeConsent.KEY + "\n";
            assertThat(execute(Map.of(), "--key", "-", gateway.base())).isZero();
            assertThat(gateway.requests()).anyMatch(request -> request.is("DELETE", "/mcp"));
        }
    }

    @Test
    void aKeyThatIsNotTypedIsStatus2() {
        assertThat(execute(Map.of(), "--key", "-")).isEqualTo(2);
        assertThat(err.toString()).contains("expected the API key on standard input");
    }

    @Test
    void failedChecksAreStatus1() {
        try (var gateway = FakeGateway.broken((_, answer) -> answer.status(404))) {
            assertThat(execute(Map.of(), gateway.base())).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "http://localhost/other",
                "--timeout=0",
                "--timeout=-1",
                "--timeout=x",
                "--user=a/b",
                "--unknown",
                "--key"
            })
    void wrongArgumentsAreStatus2AndExplained(String argument) {
        assertThat(execute(Map.of(), argument)).isEqualTo(2);
        assertThat(err.toString()).isNotBlank().doesNotContain("Exception");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void helpNamesEveryArgument() {
        assertThat(execute(Map.of(), "--help")).isZero();
        assertThat(out.toString())
                .contains("URL", "--key", "--user", "--timeout", "http://localhost:8080");
    }

    private int execute(Map<String, String> environment, String... arguments) {
        var input = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
        return new CommandLine(CheckCommand.spec(environment, new SecureRandom(), input))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
