package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
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

    @Test
    void rangesOfStreamsAreChecked() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamSettings(Duration.ZERO, second))
                .withMessageContaining("keepAlive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamSettings(second, Duration.ofDays(25)))
                .withMessageContaining("earlyStream");
    }

    @Test
    @DisplayName("GW-08, GW-15: streams are kept awake in time, and answers begin in time")
    void defaultsAreQuickerThanClients() {
        assertThat(StreamSettings.DEFAULTS.keepAlive())
                .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(25));
        assertThat(StreamSettings.DEFAULTS.earlyStream()).isLessThan(Duration.ofSeconds(60));
    }

    private static BridgeSettings with(Duration connectTimeout, int idleConnections) {
        Duration second = Duration.ofSeconds(1);
        return new BridgeSettings(
                connectTimeout,
                second,
                second,
                idleConnections,
                1,
                second,
                1,
                StreamSettings.DEFAULTS);
    }
}
