package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Map<String, String> environment, String... arguments) {
        return Main.commandLine(environment, new SecureRandom())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void helpListsCommandsAndSettings() {
        int status = run(Map.of(), "--help");

        assertThat(status).isZero();
        assertThat(out.toString())
                .contains(
                        "serve",
                        "check",
                        "--config",
                        "API_BASE_URL",
                        "MCP_UPSTREAM_URL",
                        "KEYSTILE_SECRET")
                .containsPattern("PORT +public port[^\\n]*\\[8080]")
                .containsPattern("API_KEY_PREFIX +[^\\n]*\\[jean_sk_]");
    }

    @Test
    void versionIsTold() {
        assertThat(run(Map.of(), "--version")).isZero();
        assertThat(out.toString()).startsWith("keystile ");
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, abc, server.port (PORT)",
        "KEYSTILE_TYPO, x, KEYSTILE_TYPO",
        "STORAGE, tape, storage (STORAGE)"
    })
    void wrongSettingStopsTheStartWithOneLine(String name, String value, String named) {
        int status = run(Map.of(name, value));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).startsWith("keystile: " + named).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void wrongOptionIsExplained() {
        assertThat(run(Map.of(), "serve", "--port", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("--port").doesNotContain("\tat ");
    }

    @Test
    void recordsAreCarriedOnlyFromAStoreThatLasts() {
        assertThat(run(Map.of("STORAGE", "memory"), "store", "export", "records")).isEqualTo(2);
        assertThat(err.toString()).startsWith("keystile: state in memory").hasLineCount(1);
        assertThat(run(Map.of("STORAGE_PATH", "/no/such/folder"), "store", "export")).isEqualTo(2);
        assertThat(err.toString()).contains("RECORDS");
    }

    @Test
    void missingConfigFileIsNamed() {
        assertThat(run(Map.of(), "--config", "no-such-file.yaml")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("keystile: --config: no-such-file.yaml")
                .hasLineCount(1);
    }
}
