package dev.keystile.app.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keystile.oauth.api.Quota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever file of settings is named: it is taken, or refused with a reason that a person reads.
 */
class ConfigFuzzTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("STORAGE", "memory");

    @TempDir static Path folder;

    @FuzzTest
    void read(byte[] input) throws IOException {
        Path file = Files.write(folder.resolve("keystile.yaml"), input);
        try {
            AppConfig config = AppConfig.read(ENVIRONMENT, file);
            assertThat(config.connectors()).isNotEmpty();
        } catch (InvalidSettingException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("Exception");
        }
    }

    /** As operators write it, also while a gateway runs. */
    @FuzzTest
    void parseQuota(byte[] input) {
        String text = new String(input, UTF_8);
        Quota quota;
        try {
            quota = QuotaText.parse(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        assertThat(text).matches("none|[0-9]{1,10}/[0-9]{0,9}[smhd]");
        assertThat(QuotaText.parse(QuotaText.print(quota))).isEqualTo(quota);
    }
}
