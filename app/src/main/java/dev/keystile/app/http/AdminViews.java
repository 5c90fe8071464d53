package dev.keystile.app.http;

import dev.keystile.app.pages.AdminContent;
import dev.keystile.app.pages.AdminContent.Action;
import dev.keystile.app.pages.AdminContent.Item;
import dev.keystile.app.pages.AdminContent.Look;
import dev.keystile.app.pages.AdminContent.Row;
import dev.keystile.app.pages.AdminContent.Sheet;
import dev.keystile.app.pages.AdminContent.Text;
import dev.keystile.oauth.api.AccountSummary;
import dev.keystile.oauth.api.Analytics;
import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.ClientSummary;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.GrantSummary;
import dev.keystile.oauth.api.ListPosition;
import dev.keystile.oauth.api.Listing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lists of the administration, as its pages show them. */
record AdminViews(AdminParts parts, Asked asked) {
    private static final int PART = 50;

    /** What clients of one line have in common. */
    private record Alike(String name, ClientSummary.State state) {}

    /** Those of one name are one line: many clients register anew for every person. */
    AdminContent clients() {
        Listing<ClientSummary> part = parts.administration().clients(asked.list());
        Map<Alike, List<ClientSummary>> alike = new LinkedHashMap<>();
        part.items()
                .forEach(client ->
                        alike.computeIfAbsent(
                                        new Alike(called(client), client.state()),
                                        _ -> new ArrayList<>())
                                .add(client));
        return AdminContent.of(
                sheet(
                        "clients",
                        List.of("Name", "State", "Redirects to", "Since"),
                        alike.values().stream().map(AdminViews::clients).toList(),
                        part.next()));
    }

    private static Row clients(List<ClientSummary> alike) {
        ClientSummary latest = alike.getLast();
        boolean blocked = latest.state() == ClientSummary.State.BLOCKED;
        return new Row(
                List.of(
                        Text.of(called(latest)),
                        Text.marked(
                                Cell.of(latest.state()).text(), blocked ? Look.BAD : Look.PLAIN),
                        Text.of(String.join(" ", latest.redirectUris())),
                        AdminText.time(latest.since())),
                alike.stream().map(AdminViews::item).toList());
    }

    private static String called(ClientSummary client) {
        return Objects.requireNonNullElse(client.name(), client.id().value());
    }

    private static Item item(ClientSummary client) {
        boolean blocked = client.state() == ClientSummary.State.BLOCKED;
        String id = client.id().value();
        String label = blocked ? "Readmit" : client.id().isUrl() ? "Block" : "Remove";
        return new Item(
                id,
                List.of(
                        Text.to(
                                "/admin/doctor?since=7d&client=" + AdminText.encoded(id),
                                "Attempts")),
                List.of(
                        new Action(
                                blocked ? "client.readmit" : "client.revoke",
                                id,
                                label,
                                called(client))));
    }

    AdminContent grants() {
        var part = parts.administration().grants(asked.list());
        return AdminContent.of(
                sheet(
                        "grants",
                        List.of("Client", "State", "User", "Server", "Since", "Last use", "Calls"),
                        part.items().stream().map(AdminViews::grant).toList(),
                        part.next()));
    }

    private static Row grant(GrantSummary grant) {
        String id = grant.id().value();
        String client = Objects.requireNonNullElse(grant.clientName(), grant.client().value());
        var end = new Action("grant.revoke", id, "End", "the grant of " + client);
        return new Row(
                List.of(
                        Text.of(client),
                        state(grant),
                        Text.of(Objects.requireNonNullElse(grant.user(), "")),
                        Text.of(grant.connector() == null ? "" : grant.connector().value()),
                        AdminText.time(grant.since()),
                        AdminText.time(grant.lastUse()),
                        Text.of(grant.calls())),
                List.of(
                        new Item(
                                id,
                                List.of(
                                        Text.to(
                                                "/admin/doctor?since=7d&text="
                                                        + AdminText.encoded(id),
                                                "Attempt")),
                                grant.state() == GrantSummary.State.OVER
                                        ? List.of()
                                        : List.of(end))));
    }

    private static Text state(GrantSummary grant) {
        return Text.marked(
                (Cell.of(grant.state()).text().replace('_', ' ') + " " + grant.why()).strip(),
                switch (grant.state()) {
                    case PENDING -> Look.WARN;
                    case ACTIVE -> Look.GOOD;
                    case KEY_DEAD -> Look.BAD;
                    case OVER -> Look.PLAIN;
                });
    }

    AdminContent accounts() {
        var part = parts.administration().accounts(asked.list());
        return AdminContent.of(
                sheet(
                        "accounts",
                        List.of("User", "Is", "Server", "Key dead since", "Grants", "Since"),
                        part.items().stream().map(AdminViews::account).toList(),
                        part.next()));
    }

    private static Row account(AccountSummary account) {
        String id = account.id().value();
        return new Row(
                List.of(
                        Text.of(account.user()),
                        Text.of(Cell.of(account.identity()).text()),
                        Text.of(account.connector().value()),
                        Text.marked(
                                AdminText.at(account.keyDeadSince()),
                                account.keyDeadSince() == null ? Look.TIME : Look.BAD),
                        Text.of(account.grants().size()),
                        AdminText.time(account.since())),
                List.of(
                        new Item(
                                id,
                                List.of(
                                        Text.to(
                                                "/admin/grants?search=" + AdminText.encoded(id),
                                                "Grants")),
                                List.of(
                                        new Action(
                                                "account.revoke",
                                                id,
                                                "End all grants",
                                                "of " + account.user())))));
    }

    AdminContent connectors() {
        Lately day = Lately.hours(parts, 24);
        var calls = day.sums(Analytics.Dimension.CONNECTOR);
        var steps = day.sums(Analytics.Dimension.STEP);
        Map<String, Boolean> up = parts.health().upstreams();
        List<Row> rows =
                parts.resources().get().connectors().stream()
                        .map(connector -> {
                            String id = connector.id().value();
                            return connector(
                                    connector,
                                    up.getOrDefault(id, false),
                                    calls.getOrDefault(id, Sum.NONE),
                                    steps.getOrDefault("key-died " + id, Sum.NONE).calls());
                        })
                        .toList();
        return AdminContent.of(
                Sheet.whole(
                        "MCP servers, and the last 24 hours",
                        List.of("Id", "Name", "State", "Calls", "Errors", "Keys that died"),
                        rows));
    }

    private static Row connector(Connector connector, boolean up, Sum calls, long died) {
        String id = connector.id().value();
        return new Row(
                List.of(
                        Text.of(id),
                        Text.of(connector.displayName()),
                        // One that nobody called counts as up.
                        up && calls.calls() == 0 ? Text.of("not called") : AdminText.up(up),
                        Text.of(calls.calls()),
                        AdminText.bad(calls.errors()),
                        AdminText.bad(died)),
                List.of(
                        new Item(
                                id,
                                List.of(
                                        Text.to(
                                                "/admin/doctor?connector=" + AdminText.encoded(id),
                                                "Attempts")),
                                List.of())));
    }

    AdminContent audit() {
        AuditLog.Part part = parts.audit().read(asked.before(), PART);
        List<Row> rows =
                part.entries().stream()
                        .map(entry ->
                                Row.of(
                                        Text.of(entry.number()),
                                        Text.marked(AdminText.second(entry.at()), Look.TIME),
                                        Text.of(entry.deed().who()),
                                        Text.marked(entry.deed().what(), Look.TIME),
                                        Text.of(entry.deed().subject()),
                                        Text.whole(entry.deed().detail())))
                        .toList();
        return AdminContent.of(
                new Sheet(
                        "Who did what",
                        List.of("Number", "At", "Who", "What", "To what", "More"),
                        rows,
                        null,
                        AdminApi.BASE + "/audit.csv",
                        part.next() == 0 ? null : "/admin/audit?before=" + part.next()));
    }

    private Sheet sheet(
            String list, List<String> head, List<Row> rows, @Nullable ListPosition next) {
        String searched = "search=" + AdminText.encoded(asked.text("search"));
        return new Sheet(
                "All " + list,
                head,
                rows,
                asked.text("search"),
                AdminApi.BASE + "/" + list + ".csv?" + searched,
                next == null ? null : "/admin/" + list + "?" + searched + "&after=" + next.text());
    }
}
