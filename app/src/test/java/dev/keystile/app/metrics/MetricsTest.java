package dev.keystile.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Event.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is told of events, and how much of it at most. */
class MetricsTest {
    private final Metrics metrics = new Metrics();

    private void call(String method, String tool, Outcome outcome) {
        metrics.note(
                new Event.Called(
                        new ConnectorId("jean"),
                        "https://mcp.example.com/mcp",
                        null,
                        method,
                        tool,
                        outcome,
                        200,
                        Duration.ofMillis(120),
                        false,
                        false));
    }

    private String text() {
        return new String(metrics.text(), StandardCharsets.UTF_8);
    }

    /** To a series that begins with one, Prometheus says, nothing has been added. */
    @Test
    void whatAlertsWatchBeginsWithNothing() throws IOException {
        String rules = Files.readString(Path.of("../deploy/prometheus/alerts.yaml"));
        List<String> watched =
                Pattern.compile("event=~?\"([^\"]+)\"")
                        .matcher(rules)
                        .results()
                        .flatMap(found -> Stream.of(found.group(1).split("\\|")))
                        .toList();

        assertThat(watched).hasSizeGreaterThan(5);
        assertThat(watched)
                .allSatisfy(event ->
                        assertThat(text())
                                .contains("keystile_events_total{event=\"" + event + "\"} 0.0"));
    }

    @Test
    void callsAreToldByOutcomeAndDuration() {
        call("tools/call", "search", Outcome.OK);
        call("tools/list", "", Outcome.TIMEOUT);

        assertThat(text())
                .contains("keystile_mcp_calls_total{connector=\"jean\",outcome=\"ok\"} 1.0")
                .contains("keystile_mcp_calls_total{connector=\"jean\",outcome=\"timeout\"} 1.0")
                .contains(
                        "keystile_mcp_call_duration_seconds_bucket{connector=\"jean\",le=\"0.1\"} 0")
                .contains(
                        "keystile_mcp_call_duration_seconds_bucket{connector=\"jean\",le=\"0.25\"} 2")
                .contains(
                        "keystile_tool_calls_total{connector=\"jean\",outcome=\"ok\",tool=\"search\"} 1.0");
    }

    @Test
    void quietStreamsHaveNoDuration() {
        call("", "", Outcome.OK);
        call("subscriptions/listen", "", Outcome.OK);

        assertThat(text())
                .contains("keystile_mcp_calls_total{connector=\"jean\",outcome=\"ok\"} 2.0")
                .doesNotContain("keystile_mcp_call_duration_seconds_count");
    }

    @Test
    void thereAreNoMoreToolsThanAFewHundred() {
        for (int i = 0; i < 1000; i++) {
            call("tools/call", "tool" + i, Outcome.OK);
            call("tools/call", "made-up" + i, Outcome.RPC_ERROR);
        }

        assertThat(text().lines().filter(line -> line.startsWith("keystile_tool_calls_total")))
                .hasSize(202);
    }

    @Test
    void eachGatewayHasItsOwn() {
        call("tools/list", "", Outcome.OK);

        assertThat(new String(new Metrics().text(), StandardCharsets.UTF_8))
                .doesNotContain("keystile_mcp_calls_total");
    }
}
