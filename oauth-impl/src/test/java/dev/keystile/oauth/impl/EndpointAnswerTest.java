package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointAnswerTest {
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "1000, 1", "1001, 2", "59999, 60"})
    void timesToWaitAreRoundedUp(long millis, String seconds) {
        assertThat(EndpointAnswer.busy(Duration.ofMillis(millis)).headers())
                .containsEntry("Retry-After", seconds);
    }
}
