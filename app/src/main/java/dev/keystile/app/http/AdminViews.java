package dev.keystile.app.http;

import dev.keystile.app.config.QuotaText;
import dev.keystile.app.pages.AdminPage.Action;
import dev.keystile.app.pages.AdminPage.Chart;
import dev.keystile.app.pages.AdminPage.Item;
import dev.keystile.app.pages.AdminPage.Row;
import dev.keystile.app.pages.AdminPage.Sheet;
import dev.keystile.app.pages.AdminPage.Tile;
import dev.keystile.app.pages.BarChart;
import dev.keystile.oauth.api.Administration;
import dev.keystile.oauth.api.Analytics;
import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.ClientSummary;
import dev.keystile.oauth.api.GrantSummary;
import dev.keystile.oauth.api.ListPosition;
import dev.keystile.oauth.api.ListRequest;
import dev.keystile.oauth.api.Listing;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What the pages of the administration show.
 *
 * @param asked which part of a list
 * @param before before which record of the audit log; 0 for the latest
 */
record AdminViews(AdminParts parts, ListRequest asked, long before) {
    private static final int HOURS = 48;
    private static final int PART = 50;

    /** What is below the tabs. */
    record Content(List<Tile> tiles, List<Chart> charts, List<Sheet> sheets) {
        static Content of(Sheet... sheets) {
            return new Content(List.of(), List.of(), List.of(sheets));
        }
    }

    Content overview() {
        Administration.Totals totals = parts.administration().totals();
        Instant now = parts.clock().instant();
        var day = new LastHours(parts.analytics(), now, 24);
        LastHours.Sum calls = day.total(Analytics.Dimension.CONNECTOR);
        Reloading.State settings = parts.configuration().state();
        return new Content(
                List.of(
                        tile("Clients", totals.clients()),
                        tile("Grants", totals.grants()),
                        tile("Accounts", totals.accounts()),
                        tile("Calls in 24 hours", calls.calls()),
                        tile("Errors in 24 hours", calls.errors()),
                        tile("Active clients", day.sums(Analytics.Dimension.CLIENT).size()),
                        tile("Active accounts", day.sums(Analytics.Dimension.ACCOUNT).size()),
                        new Tile("Store", parts.health().storeIsUp() ? "up" : "down"),
                        new Tile("Settings", AdminSettingsFile.words(settings))),
                List.of(
                        new Chart("Calls by hour, in the last 48", hours(now)),
                        new Chart("Steps to a connection, in 24 hours", steps(day))),
                settings(settings));
    }

    /** Nothing while all is in force that the file says. */
    private static List<Sheet> settings(Reloading.State state) {
        List<Row> rows = new ArrayList<>();
        Optional.ofNullable(state.problem())
                .ifPresent(problem -> rows.add(row("The file was refused", problem)));
        state.needRestart().forEach(key -> rows.add(row("Waits for a restart", key)));
        return rows.isEmpty()
                ? List.of()
                : List.of(
                        plain(
                                "Settings in force since " + at(state.since()),
                                List.of("What", "Why or which"),
                                rows));
    }

    private static Tile tile(String name, long value) {
        return new Tile(name, Long.toString(value));
    }

    private BarChart hours(Instant now) {
        Map<Instant, LastHours.Sum> counted =
                new LastHours(parts.analytics(), now, HOURS)
                        .read(Analytics.Dimension.CONNECTOR).stream()
                                .collect(
                                        Collectors.toMap(
                                                Analytics.Counted::start, LastHours::total));
        long hour = now.getEpochSecond() / Duration.ofHours(1).toSeconds();
        return new BarChart(
                LongStream.rangeClosed(hour - HOURS + 1, hour)
                        .mapToObj(number -> Instant.EPOCH.plus(Duration.ofHours(number)))
                        .map(start -> {
                            var sum = counted.getOrDefault(start, LastHours.Sum.NONE);
                            return new BarChart.Bar(start.toString(), sum.calls(), sum.errors());
                        })
                        .toList());
    }

    /** From discovery to tokens. */
    private static BarChart steps(LastHours day) {
        Map<String, LastHours.Sum> sums = day.sums(Analytics.Dimension.STEP);
        return new BarChart(
                List.of(
                                "discovered",
                                "challenged",
                                "registered",
                                "asked",
                                "key-accepted",
                                "consented",
                                "connected")
                        .stream()
                        .map(step ->
                                new BarChart.Bar(
                                        step,
                                        sums.getOrDefault(step, LastHours.Sum.NONE).calls(),
                                        0))
                        .toList());
    }

    /** Those of one name are one line: many clients register anew for every person. */
    Content clients() {
        Listing<ClientSummary> part = parts.administration().clients(asked);
        Map<String, List<ClientSummary>> alike = new LinkedHashMap<>();
        part.items()
                .forEach(client ->
                        alike.computeIfAbsent(
                                        Objects.requireNonNullElse(
                                                        client.name(), client.id().value())
                                                + client.state(),
                                        _ -> new ArrayList<>())
                                .add(client));
        return Content.of(
                sheet(
                        "clients",
                        List.of("Name", "State", "Redirects to", "Since"),
                        alike.values().stream().map(AdminViews::clients).toList(),
                        part.next()));
    }

    private static Row clients(List<ClientSummary> alike) {
        ClientSummary latest = alike.getLast();
        return new Row(
                List.of(
                        Objects.requireNonNullElse(latest.name(), latest.id().value()),
                        Cell.of(latest.state()).text(),
                        String.join(" ", latest.redirectUris()),
                        at(latest.since())),
                alike.stream().map(AdminViews::item).toList());
    }

    private static Item item(ClientSummary client) {
        boolean blocked = client.state() == ClientSummary.State.BLOCKED;
        String id = client.id().value();
        return new Item(
                id,
                List.of(
                        blocked
                                ? new Action("client.readmit", id, "Readmit")
                                : new Action(
                                        "client.revoke",
                                        id,
                                        client.id().isUrl() ? "Block" : "Remove")));
    }

    Content grants() {
        var part = parts.administration().grants(asked);
        return Content.of(
                sheet(
                        "grants",
                        List.of("Client", "State", "User", "Server", "Since", "Last use", "Calls"),
                        part.items().stream().map(AdminViews::grant).toList(),
                        part.next()));
    }

    private static Row grant(GrantSummary grant) {
        String id = grant.id().value();
        boolean over = grant.state() == GrantSummary.State.OVER;
        return new Row(
                List.of(
                        Objects.requireNonNullElse(grant.clientName(), grant.client().value()),
                        Cell.of(grant.state()).text() + " " + grant.why(),
                        Objects.requireNonNullElse(grant.user(), ""),
                        grant.connector() == null ? "" : grant.connector().value(),
                        at(grant.since()),
                        at(grant.lastUse()),
                        Long.toString(grant.calls())),
                List.of(
                        new Item(
                                id,
                                over
                                        ? List.of()
                                        : List.of(new Action("grant.revoke", id, "End")))));
    }

    Content accounts() {
        var part = parts.administration().accounts(asked);
        return Content.of(
                sheet(
                        "accounts",
                        List.of("User", "Is", "Server", "Key dead since", "Grants", "Since"),
                        part.items().stream()
                                .map(account ->
                                        new Row(
                                                List.of(
                                                        account.user(),
                                                        Cell.of(account.identity()).text(),
                                                        account.connector().value(),
                                                        at(account.keyDeadSince()),
                                                        Integer.toString(account.grants().size()),
                                                        at(account.since())),
                                                one(
                                                        "account.revoke",
                                                        account.id().value(),
                                                        "End all grants")))
                                .toList(),
                        part.next()));
    }

    private static List<Item> one(String decision, String id, String label) {
        return List.of(new Item(id, List.of(new Action(decision, id, label))));
    }

    Content connectors() {
        var day = new LastHours(parts.analytics(), parts.clock().instant(), 24);
        var calls = day.sums(Analytics.Dimension.CONNECTOR);
        var steps = day.sums(Analytics.Dimension.STEP);
        Map<String, Boolean> up = parts.health().upstreams();
        List<Row> rows =
                parts.resources().get().connectors().stream()
                        .map(connector -> {
                            String id = connector.id().value();
                            var sum = calls.getOrDefault(id, LastHours.Sum.NONE);
                            var dead = steps.getOrDefault("key-died " + id, LastHours.Sum.NONE);
                            return row(
                                    id,
                                    connector.displayName(),
                                    up.getOrDefault(id, false) ? "up" : "down",
                                    Long.toString(sum.calls()),
                                    Long.toString(sum.errors()),
                                    Long.toString(dead.calls()));
                        })
                        .toList();
        return Content.of(
                plain(
                        "MCP servers, and the last 24 hours",
                        List.of("Id", "Name", "State", "Calls", "Errors", "Keys that died"),
                        rows));
    }

    Content limits() {
        List<Row> refused =
                parts.limits().limited().stream()
                        .map(key ->
                                limit(
                                        key.charge(),
                                        at(key.until()),
                                        new Action("limit.lift", id(key.charge()), "Lift")))
                        .toList();
        List<Row> overrides =
                parts.limits().overrides().stream()
                        .map(override ->
                                limit(
                                        override.charge(),
                                        QuotaText.print(override.quota())
                                                + " until "
                                                + at(override.until()),
                                        new Action(
                                                "limit.remove-override",
                                                id(override.charge()),
                                                "Take back")))
                        .toList();
        List<Row> counts =
                parts.limits().counts().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(count ->
                                row(
                                        count.getKey().text(),
                                        Long.toString(count.getValue().allowed()),
                                        Long.toString(count.getValue().limited())))
                        .toList();
        return Content.of(
                plain("Refused now, by this gateway", List.of("Rule", "Whose", "Until"), refused),
                plain("Overrides", List.of("Rule", "Whose", "Quota"), overrides),
                plain(
                        "Since this gateway started",
                        List.of("Rule", "Let through", "Refused"),
                        counts));
    }

    private static Row limit(Charge charge, String what, Action action) {
        return new Row(
                List.of(charge.rule().text(), charge.key(), what),
                List.of(new Item(charge.key(), List.of(action))));
    }

    /** Rule and key in one text. */
    private static String id(Charge charge) {
        return charge.rule().text() + " " + charge.key();
    }

    Content audit() {
        AuditLog.Part part = parts.audit().read(before, PART);
        List<Row> rows =
                part.entries().stream()
                        .map(entry ->
                                row(
                                        Long.toString(entry.number()),
                                        at(entry.at()),
                                        entry.deed().who(),
                                        entry.deed().what(),
                                        entry.deed().subject(),
                                        entry.deed().detail()))
                        .toList();
        return Content.of(
                new Sheet(
                        "Who did what",
                        List.of("Number", "At", "Who", "What", "To what", "More"),
                        rows,
                        null,
                        AdminApi.BASE + "/audit.csv",
                        part.next() == 0 ? null : "/admin/audit?before=" + part.next()));
    }

    /** To the minute, in UTC. */
    private static String at(@Nullable Instant instant) {
        return instant == null ? "" : instant.toString().substring(0, 16).replace('T', ' ');
    }

    private static Row row(String... cells) {
        return new Row(List.of(cells), List.of());
    }

    private static Sheet plain(String name, List<String> head, List<Row> rows) {
        return new Sheet(name, head, rows, null, null, null);
    }

    private Sheet sheet(
            String list, List<String> head, List<Row> rows, @Nullable ListPosition next) {
        Function<String, String> query =
                text -> "search=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
        String searched = query.apply(asked.search());
        return new Sheet(
                "All " + list,
                head,
                rows,
                asked.search(),
                AdminApi.BASE + "/" + list + ".csv?" + searched,
                next == null ? null : "/admin/" + list + "?" + searched + "&after=" + next.text());
    }
}
