package dev.keystile.oauth.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What limits are made of. */
class LimitValuesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aQuotaHasAnAmountAndAWindowWithinBounds() {
        assertThatCode(() -> new Quota(1, Duration.ofSeconds(1))).doesNotThrowAnyException();
        assertThatCode(() -> new Quota(Quota.MOST, Duration.ofDays(31))).doesNotThrowAnyException();
        assertRefused(0, MINUTE);
        assertRefused(Quota.MOST + 1, MINUTE);
        assertRefused(1, Duration.ofSeconds(1).minusNanos(1));
        assertRefused(1, Duration.ofDays(31).plusNanos(1));
    }

    private static void assertRefused(long amount, Duration window) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Quota(amount, window));
    }

    @Test
    void ofALongKeyTheBeginningCounts() {
        String longest = "k".repeat(Charge.LONGEST);

        assertThat(new Charge(LimitRule.MCP_GRANT, longest).key()).isEqualTo(longest);
        assertThat(new Charge(LimitRule.MCP_GRANT, longest + "y").key()).isEqualTo(longest);
    }

    @Test
    void aRuleIsNamedInSmallLetters() {
        assertThat(LimitRule.REGISTRATION_SOFTWARE_SHARED.text())
                .isEqualTo("registration-software-shared");
    }

    @Test
    void aRuleIsFoundByItsNameAndByNothingElse() {
        assertThat(LimitRule.values())
                .allSatisfy(rule -> assertThat(LimitRule.named(rule.text())).contains(rule));
        assertThat(LimitRule.named("MCP_GRANT")).isEmpty();
        assertThat(LimitRule.named("")).isEmpty();
    }

    @Test
    void whatStandsInTheWayOfACallOfMcpOrOfOperatorsNeverWaitsForTheStore() {
        assertThat(LimitRule.values())
                .filteredOn(rule -> !rule.exact())
                .containsExactly(
                        LimitRule.MCP_ACCOUNT,
                        LimitRule.MCP_GRANT,
                        LimitRule.MCP_CONNECTOR,
                        LimitRule.RAW_KEY,
                        LimitRule.BEARER_NETWORK,
                        LimitRule.BEARER_SHARED,
                        LimitRule.ADMIN_NETWORK);
    }
}
