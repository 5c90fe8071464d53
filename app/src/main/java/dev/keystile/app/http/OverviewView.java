package dev.keystile.app.http;

import dev.keystile.app.pages.AdminContent;
import dev.keystile.app.pages.AdminContent.Chart;
import dev.keystile.app.pages.AdminContent.Look;
import dev.keystile.app.pages.AdminContent.Row;
import dev.keystile.app.pages.AdminContent.Sheet;
import dev.keystile.app.pages.AdminContent.Text;
import dev.keystile.app.pages.AdminContent.Tile;
import dev.keystile.oauth.api.Administration;
import dev.keystile.oauth.api.Analytics.Dimension;
import dev.keystile.oauth.api.Doctor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How the gateway is, for somebody who was woken up. */
record OverviewView(AdminParts parts) {
    private static final int HOURS = 48;
    private static final int LATEST = 5;
    private static final int MOST = 99;

    AdminContent content() {
        Lately day = Lately.hours(parts, 24);
        Map<String, Sum> steps = day.sums(Dimension.STEP);
        Reloading.State state = parts.configuration().state();
        Doctor.Page failed = failed();
        List<Doctor.Attempt> latest = failed.attempts().stream().limit(LATEST).toList();
        Lately hours = Lately.hours(parts, HOURS);
        Chart calls = AnalyticsView.calls(hours, hours.read(Dimension.CONNECTOR));
        Sheet attempts = DoctorView.sheet(parts, "Latest attempts that failed", latest, null);
        return AdminContent.of(
                        Stream.concat(settings(state), Stream.of(attempts)).toArray(Sheet[]::new))
                .with(Stream.concat(health(failed, state), figures(day, steps).stream()).toList())
                .drawing(
                        List.of(calls),
                        List.of(StepsFunnel.of("Steps to a connection, in 24 hours", steps)));
    }

    /** Nothing while all is in force that the file says. */
    private static Stream<Sheet> settings(Reloading.State state) {
        List<Row> rows =
                Stream.concat(
                                Stream.ofNullable(state.problem())
                                        .map(problem -> Row.of("The file was refused", problem)),
                                state.needRestart().stream()
                                        .map(key -> Row.of("Waits for a restart", key)))
                        .toList();
        String name = "Settings in force since " + AdminText.at(state.since());
        return rows.isEmpty()
                ? Stream.empty()
                : Stream.of(Sheet.whole(name, List.of("What", "Why or which"), rows));
    }

    private Doctor.Page failed() {
        var lastDay = parts.clock().instant().minus(Duration.ofDays(1));
        return parts.doctor()
                .list(
                        new Doctor.Query(
                                lastDay, Doctor.Outcome.FAILED, null, null, null, null, MOST));
    }

    /** What is looked at first. */
    private Stream<Tile> health(Doctor.Page failed, Reloading.State state) {
        int attempts = failed.attempts().size();
        long down = parts.health().upstreams().values().stream().filter(up -> !up).count();
        return Stream.of(
                new Tile("Store", AdminText.up(parts.health().storeIsUp())),
                new Tile(
                        "Servers",
                        down == 0
                                ? Text.marked("up", Look.GOOD)
                                : new Text(down + " down", "/admin/connectors", Look.BAD)),
                new Tile(
                        "Limits",
                        parts.limits().alone()
                                ? Text.marked("this gateway alone", Look.WARN)
                                : Text.marked("shared", Look.GOOD)),
                new Tile("Settings", AdminSettingsFile.words(state)),
                new Tile(
                        "Attempts that failed",
                        new Text(
                                attempts + (failed.more() ? " or more" : ""),
                                "/admin/doctor?outcome=failed",
                                attempts == 0 ? Look.GOOD : Look.WARN)));
    }

    private List<Tile> figures(Lately day, Map<String, Sum> steps) {
        Administration.Totals totals = parts.administration().totals();
        Sum calls = Lately.total(day.read(Dimension.CONNECTOR));
        return List.of(
                new Tile(
                        "Calls in 24 hours",
                        Text.to("/admin/analytics", Long.toString(calls.calls()))),
                new Tile("Errors in 24 hours", errors(calls)),
                new Tile(
                        "Keys that died",
                        AdminText.bad(steps.getOrDefault("key-died", Sum.NONE).calls())),
                new Tile("Active clients", Text.of(day.sums(Dimension.CLIENT).size())),
                new Tile("Active accounts", Text.of(day.sums(Dimension.ACCOUNT).size())),
                new Tile("Clients", Text.of(totals.clients())),
                new Tile("Grants", Text.of(totals.grants())),
                new Tile("Accounts", Text.of(totals.accounts())));
    }

    private static Text errors(Sum calls) {
        String words = calls.errors() + " (" + calls.errorsInHundred() + " %)";
        return calls.errors() == 0 ? Text.of(0) : Text.marked(words, Look.WARN);
    }
}
