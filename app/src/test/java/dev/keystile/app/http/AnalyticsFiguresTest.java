package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.http.Lately.Height;
import dev.keystile.app.pages.AdminContent.Step;
import dev.keystile.app.pages.BarChart;
import dev.keystile.oauth.api.Analytics;
import dev.keystile.oauth.api.Analytics.Counted;
import dev.keystile.oauth.api.Analytics.Numbers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the pages make of what was counted. */
class AnalyticsFiguresTest {
    private static final Numbers NONE = numbers(0, 0, 0);

    /** So many calls that took up to 10 ms, so many that took up to 250, and others for ever. */
    private static Numbers numbers(long quick, long slow, long endless) {
        return new Numbers(
                quick + slow + endless,
                endless,
                5 * quick + 200 * slow,
                List.of(quick, 0L, 0L, 0L, slow, 0L, 0L, 0L, 0L, 0L, endless));
    }

    private static Sum sum(long quick, long slow, long endless) {
        return Sum.of(numbers(quick, slow, endless));
    }

    @Test
    void aCallIsWithinTheEndOfTheClassThatTheShareReaches() {
        assertThat(sum(95, 5, 0).within(95)).isEqualTo(10);
        assertThat(sum(94, 6, 0).within(95)).isEqualTo(250);
        assertThat(sum(1, 1, 0).within(50)).isEqualTo(10);
        assertThat(sum(0, 0, 1).within(50)).isGreaterThan(60_000);
        assertThat(Sum.NONE.within(95)).isZero();
        assertThat(AdminText.millis(sum(0, 0, 1).within(50))).isEqualTo("over 60000 ms");
    }

    @Test
    void theMeanIsOfCallsWhoseDurationIsKnown() {
        var quiet = new Sum(7, 0, 0, List.of());

        assertThat(sum(1, 1, 0).plus(quiet).mean()).isEqualTo(103);
        assertThat(quiet.mean()).isZero();
        assertThat(sum(1, 1, 1).plus(quiet).errorsInHundred()).isEqualTo(10);
    }

    @Test
    void everySpanHasABarBeItEmpty() {
        Instant now = Instant.parse("2030-03-02T05:30:00Z");
        Analytics none = (_, _, _, _) -> List.of();
        var three = new Lately(none, now, Analytics.Span.DAY, 3);
        var counted =
                new Counted(
                        Instant.parse("2030-03-01T00:00:00Z"), Map.of("a", numbers(2, 0, 1)), NONE);

        assertThat(three.bars(List.of(counted), one -> new Height(Sum.of(one).calls(), 1)))
                .containsExactly(
                        new BarChart.Bar("2030-02-28", 0, 0),
                        new BarChart.Bar("2030-03-01", 3, 1),
                        new BarChart.Bar("2030-03-02", 0, 0));
        assertThat(new Lately(none, now, Analytics.Span.HOUR, 1).bars(List.of(), _ -> null))
                .containsExactly(new BarChart.Bar("2030-03-02 05:00", 0, 0));
    }

    @Test
    void theFunnelEndsWithTheFirstCallAndSaysWhichShareCameSoFar() {
        var funnel =
                StepsFunnel.of(
                        "Steps",
                        Map.of(
                                "registered", sum(10, 0, 0),
                                "asked", sum(8, 0, 0),
                                "connected", sum(5, 0, 0),
                                "first-call", sum(4, 0, 0)));

        assertThat(funnel.steps()).hasSize(8);
        assertThat(funnel.steps().get(2)).isEqualTo(new Step("Registered", 10, 100, ""));
        assertThat(funnel.steps().get(6)).isEqualTo(new Step("Got tokens", 5, 50, "63 %"));
        assertThat(funnel.steps().getLast())
                .isEqualTo(new Step("Made the first call", 4, 40, "50 %"));
    }
}
