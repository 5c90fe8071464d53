package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenSettingsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TICK = Duration.ofMillis(1);

    @Test
    void theDefaults() {
        assertThat(TokenSettings.DEFAULT)
                .isEqualTo(
                        new TokenSettings(
                                "jean_oauth_",
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(10),
                                HOUR,
                                Duration.ofDays(30),
                                Duration.ZERO,
                                Duration.ofSeconds(60)));
    }

    @Test
    void everyRangeHasTwoSides() {
        settings("", TICK, Duration.ZERO, HOUR, HOUR, Duration.ZERO);
        settings("a".repeat(32), Duration.ofMinutes(10), HOUR, HOUR, HOUR, HOUR.minus(TICK));

        assertWrong("tokens.prefix", "a".repeat(33), TICK, TICK, HOUR, HOUR, TICK);
        assertWrong("tokens.prefix", "a b", TICK, TICK, HOUR, HOUR, TICK);
        assertWrong("tokens.code-lifetime", "", Duration.ZERO, TICK, HOUR, HOUR, TICK);
        assertWrong(
                "tokens.code-lifetime",
                "",
                Duration.ofMinutes(10).plus(TICK),
                TICK,
                HOUR,
                HOUR,
                TICK);
        assertWrong("tokens.code-repeat", "", TICK, TICK.negated(), HOUR, HOUR, TICK);
        assertWrong("tokens.access-lifetime", "", TICK, TICK, Duration.ZERO, HOUR, Duration.ZERO);
        assertWrong("tokens.refresh-lifetime", "", TICK, TICK, HOUR, HOUR.minus(TICK), TICK);
        assertWrong("tokens.refresh-grace", "", TICK, TICK, HOUR, HOUR, TICK.negated());
        assertWrong("tokens.refresh-grace", "", TICK, TICK, HOUR, HOUR, HOUR);
    }

    @Test
    void aGrantMayLastForEverOrAtLeastAsLongAsAToken() {
        lasting(Duration.ZERO);
        lasting(HOUR);

        assertThatThrownBy(() -> lasting(HOUR.minus(TICK)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tokens.grant-lifetime");
        assertThatThrownBy(() -> lasting(TICK.negated()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void lasting(Duration grant) {
        new TokenSettings("", TICK, TICK, HOUR, HOUR, grant, TICK);
    }

    private static void assertWrong(
            String key,
            String prefix,
            Duration code,
            Duration repeat,
            Duration access,
            Duration refresh,
            Duration grace) {
        assertThatThrownBy(() -> settings(prefix, code, repeat, access, refresh, grace))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key);
    }

    private static TokenSettings settings(
            String prefix,
            Duration code,
            Duration repeat,
            Duration access,
            Duration refresh,
            Duration grace) {
        return new TokenSettings(prefix, code, repeat, access, refresh, Duration.ZERO, grace);
    }
}
