package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Ranges of the settings. */
class BridgeSettingsTest {
    @Test
    void defaultsGiveCallsMoreTimeThanClientsDo() {
        assertThat(BridgeSettings.DEFAULTS.answerTimeout()).isGreaterThan(Duration.ofSeconds(300));
        assertThat(BridgeSettings.DEFAULTS.streamTimeout())
                .isGreaterThan(BridgeSettings.DEFAULTS.answerTimeout());
    }

    @Test
    void rangesAreChecked() {
        assertThat(with(Duration.ofMillis(1), 1).connectTimeout()).isEqualTo(Duration.ofMillis(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Duration.ZERO, 1))
                .withMessageContaining("connectTimeout");
        assertThatIllegalArgumentException().isThrownBy(() -> with(Duration.ofDays(25), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Duration.ofSeconds(1), 0))
                .withMessageContaining("idleConnections");
    }

    private static BridgeSettings with(Duration connectTimeout, int idleConnections) {
        Duration second = Duration.ofSeconds(1);
        return new BridgeSettings(connectTimeout, second, second, idleConnections, 1, second, 1);
    }
}
