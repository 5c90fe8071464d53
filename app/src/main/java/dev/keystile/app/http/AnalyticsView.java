package dev.keystile.app.http;

import dev.keystile.app.http.Lately.Height;
import dev.keystile.app.pages.AdminContent;
import dev.keystile.app.pages.AdminContent.Chart;
import dev.keystile.app.pages.AdminContent.Form;
import dev.keystile.app.pages.AdminContent.Look;
import dev.keystile.app.pages.AdminContent.Row;
import dev.keystile.app.pages.AdminContent.Sheet;
import dev.keystile.app.pages.AdminContent.Text;
import dev.keystile.app.pages.BarChart;
import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.AccountSummary;
import dev.keystile.oauth.api.Analytics.Counted;
import dev.keystile.oauth.api.Analytics.Dimension;
import dev.keystile.oauth.api.Analytics.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was counted: by whom, how much, how long it took, and who came how far. */
record AnalyticsView(AdminParts parts, Asked asked) {
    private static final String[] TIMES = {"48h", "14d", "90d", "400d"};
    private static final String[] DIMENSIONS = {"connector", "client", "tool", "account"};
    private static final int MOST = 100;
    private static final String FRESH = "Counts are up to a minute old. Times are in UTC.";

    AdminContent content() {
        Lately spans = spans();
        List<Counted> calls = spans.read(Dimension.CONNECTOR);
        List<Counted> steps = spans.read(Dimension.STEP);
        return AdminContent.of(table(spans, calls))
                .chosenBy(filter())
                .drawing(
                        List.of(
                                calls(spans, calls),
                                latency(spans, calls),
                                active("clients", Dimension.CLIENT),
                                active("accounts", Dimension.ACCOUNT),
                                graces(spans, steps)),
                        List.of(StepsFunnel.of("Steps to a connection", Lately.sums(steps))));
    }

    private String time() {
        return asked.oneOf("in", TIMES);
    }

    private Lately spans() {
        return switch (time()) {
            case "14d" -> Lately.days(parts, 14);
            case "90d" -> Lately.days(parts, 90);
            case "400d" -> Lately.days(parts, 400);
            default -> Lately.hours(parts, 48);
        };
    }

    private Form filter() {
        return new Form(
                "What is counted",
                "Show",
                null,
                List.of(
                        Choice.of("in", "In the last", time(), AnalyticsView::named, TIMES),
                        Choice.of(
                                "by",
                                "Table by",
                                asked.oneOf("by", DIMENSIONS),
                                name -> name,
                                DIMENSIONS)));
    }

    private static String named(String time) {
        return time.endsWith("h") ? "48 hours" : time.replace("d", " days");
    }

    /** How many calls there were in each span. */
    static Chart calls(Lately spans, List<Counted> read) {
        return new Chart(
                "Calls",
                new BarChart(
                        "calls",
                        "errors",
                        true,
                        spans.bars(
                                read,
                                counted -> {
                                    Sum sum = Sum.of(counted);
                                    return new Height(sum.calls(), sum.errors());
                                })),
                "The lower part are errors. " + FRESH);
    }

    private static Chart latency(Lately spans, List<Counted> read) {
        return new Chart(
                "How long calls take",
                new BarChart(
                        "ms",
                        "ms for half of them",
                        false,
                        spans.bars(
                                read,
                                counted -> {
                                    Sum sum = Sum.of(counted);
                                    return new Height(sum.within(95), sum.within(50));
                                })),
                "95 of 100 calls were over within so many milliseconds, half of them within the lower part;"
                        + " to the next of ten classes.");
    }

    private Chart active(String whom, Dimension dimension) {
        Lately days = Lately.days(parts, 30);
        return new Chart(
                "Active " + whom + ", by day",
                new BarChart(
                        whom,
                        "",
                        false,
                        days.bars(
                                days.read(dimension),
                                counted -> new Height(counted.byName().size(), 0))),
                "Those that made a call that day; beyond a thousand they are not told apart.");
    }

    private static Chart graces(Lately spans, List<Counted> steps) {
        return new Chart(
                "Refreshes",
                new BarChart(
                        "refreshes",
                        "saved by grace",
                        false,
                        spans.bars(steps, AnalyticsView::refreshes)),
                "The lower part came again with a token that was just used, and would have been cut off without grace.");
    }

    private static Height refreshes(Counted counted) {
        long saved = step(counted, "refreshed-by-grace");
        return new Height(step(counted, "refreshed") + saved, saved);
    }

    private static long step(Counted counted, String name) {
        Numbers numbers = counted.byName().get(name);
        return numbers == null ? 0 : numbers.calls();
    }

    private Sheet table(Lately spans, List<Counted> calls) {
        String by = asked.oneOf("by", DIMENSIONS);
        Dimension dimension = Dimension.valueOf(by.toUpperCase(Locale.ROOT));
        List<Counted> counted = dimension == Dimension.CONNECTOR ? calls : spans.read(dimension);
        List<Row> rows =
                Lately.sums(counted).entrySet().stream()
                        .sorted(
                                Comparator.comparingLong((Map.Entry<String, Sum> entry) ->
                                                entry.getValue().calls())
                                        .reversed())
                        .limit(MOST)
                        .map(entry -> row(name(dimension, entry.getKey()), entry.getValue()))
                        .toList();
        return Sheet.whole(
                "By " + by + ", those with the most calls",
                List.of("Name", "Calls", "Errors", "Mean", "Half within", "95 of 100 within"),
                rows);
    }

    private static Row row(Text name, Sum sum) {
        return Row.of(
                name,
                Text.of(sum.calls()),
                sum.errors() == 0
                        ? Text.of(0)
                        : Text.marked(
                                sum.errors() + " (" + sum.errorsInHundred() + " %)", Look.WARN),
                Text.of(AdminText.millis(sum.mean())),
                Text.of(AdminText.millis(sum.within(50))),
                Text.of(AdminText.millis(sum.within(95))));
    }

    private Text name(Dimension dimension, String name) {
        return switch (dimension) {
            case CLIENT ->
                    Text.to(
                            "/admin/doctor?since=7d&client=" + AdminText.encoded(name),
                            AdminText.name(parts.administration(), name));
            case ACCOUNT ->
                    Text.to("/admin/accounts?search=" + AdminText.encoded(name), account(name));
            case CONNECTOR, TOOL, STEP -> Text.of(name);
        };
    }

    private String account(String id) {
        return parts.administration()
                .account(new AccountId(id))
                .map(AccountSummary::user)
                .filter(user -> !user.isEmpty())
                .orElse(id);
    }
}
