package dev.keystile.app.http;

import dev.keystile.oauth.api.AccountSummary;
import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.ClientSummary;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.GrantSummary;
import dev.keystile.oauth.api.ToolPolicy;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the lists of the administration are shown. */
final class AdminTables {
    static final Table<ClientSummary> CLIENTS =
            new Table<>(
                    "clients",
                    List.of(
                            column("id", client -> Cell.of(client.id().value())),
                            column("name", client -> Cell.of(client.name())),
                            column("state", client -> Cell.of(client.state())),
                            column("auth_method", client -> Cell.of(client.authMethod())),
                            column(
                                    "redirect_uris",
                                    client -> new Cell.Texts(client.redirectUris())),
                            column("since", client -> Cell.of(client.since())),
                            column("ends", client -> Cell.of(client.ends()))));

    static final Table<GrantSummary> GRANTS =
            new Table<>(
                    "grants",
                    List.of(
                            column("id", grant -> Cell.of(grant.id().value())),
                            column("state", grant -> Cell.of(grant.state())),
                            column("why", grant -> Cell.of(grant.why())),
                            column("client", grant -> Cell.of(grant.client().value())),
                            column("client_name", grant -> Cell.of(grant.clientName())),
                            column("account", grant -> Cell.of(grant.account().value())),
                            column("connector", grant -> Cell.of(text(grant.connector()))),
                            column("user", grant -> Cell.of(grant.user())),
                            column("resource", grant -> Cell.of(grant.resource())),
                            column("scope", grant -> Cell.of(grant.scope().toString())),
                            column("tools", grant -> Cell.of(text(grant.tools()))),
                            column("since", grant -> Cell.of(grant.since())),
                            column("ends", grant -> Cell.of(grant.ends())),
                            column("last_use", grant -> Cell.of(grant.lastUse())),
                            column("calls", grant -> new Cell.Count(grant.calls()))));

    static final Table<AccountSummary> ACCOUNTS =
            new Table<>(
                    "accounts",
                    List.of(
                            column("id", account -> Cell.of(account.id().value())),
                            column("connector", account -> Cell.of(account.connector().value())),
                            column("user", account -> Cell.of(account.user())),
                            column("identity", account -> Cell.of(account.identity())),
                            column("key", account -> Cell.of(account.key())),
                            column("key_dead_since", account -> Cell.of(account.keyDeadSince())),
                            column("since", account -> Cell.of(account.since())),
                            column("ends", account -> Cell.of(account.ends())),
                            column(
                                    "grants",
                                    account ->
                                            new Cell.Texts(
                                                    account.grants().stream()
                                                            .map(GrantId::value)
                                                            .toList()))));

    static final Table<AuditLog.Entry> AUDIT =
            new Table<>(
                    "audit",
                    List.of(
                            column("number", entry -> new Cell.Count(entry.number())),
                            column("at", entry -> Cell.of(entry.at())),
                            column("who", entry -> Cell.of(entry.deed().who())),
                            column("what", entry -> Cell.of(entry.deed().what())),
                            column("subject", entry -> Cell.of(entry.deed().subject())),
                            column("detail", entry -> Cell.of(entry.deed().detail())),
                            column("previous", entry -> Cell.of(entry.previous())),
                            column("digest", entry -> Cell.of(entry.digest()))));

    private AdminTables() {}

    private static <T> Table.Column<T> column(String name, Function<T, Cell> cell) {
        return new Table.Column<>(name, cell);
    }

    private static @Nullable String text(@Nullable ConnectorId connector) {
        return connector == null ? null : connector.value();
    }

    private static String text(ToolPolicy tools) {
        return switch (tools) {
            case ToolPolicy.Everything _ -> "all";
            case ToolPolicy.ReadOnly _ -> "read-only";
            case ToolPolicy.Named named ->
                    (named.readOnly() ? "read-only of: " : "") + String.join(" ", named.sorted());
        };
    }
}
