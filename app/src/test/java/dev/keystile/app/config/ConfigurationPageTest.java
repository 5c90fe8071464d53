package dev.keystile.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/configuration.md} says what the defaults' file and the code say. With {@code
 * -Dconfiguration.write=true} it is written anew first.
 */
class ConfigurationPageTest {
    /** Tests run in the folder of their module. */
    private static final Path PAGE = Path.of("../docs/configuration.md");

    private static final Path DEFAULTS = Path.of("src/main/resources/application.yaml");

    @BeforeAll
    static void write() throws IOException {
        if (Boolean.getBoolean("configuration.write")) {
            Files.writeString(PAGE, made());
        }
    }

    @Test
    void thePageSaysWhatTheCodeSays() throws IOException {
        assertThat(Files.readString(PAGE)).isEqualTo(made());
    }

    @Test
    void everySettingHasARow() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(Stream.of(Setting.values()).map(s -> "`" + s.key() + "`").toList());
    }

    @Test
    void aVariableStandsWithItsSetting() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains("| `server.port` | `8080` | `PORT` | Public port, for OAuth,")
                .contains("| `logging.level` ↻ | `info` |")
                .contains(
                        "| `connector.key-header` ↻<br>`connector.key-scheme` ↻ | `x-api-key`<br> |");
    }

    private static String made() throws IOException {
        return ConfigurationPage.of(CommentedDefaults.of(Files.readString(DEFAULTS)));
    }
}
