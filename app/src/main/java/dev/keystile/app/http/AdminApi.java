package dev.keystile.app.http;

import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.Administration;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.ListPosition;
import dev.keystile.oauth.api.ListRequest;
import dev.keystile.oauth.api.Listing;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What operators can read at {@code /admin/api}. */
final class AdminApi implements HttpService {
    static final String BASE = "/admin/api";

    private static final int USUAL = 50;

    private final AdminGuard guard;

    AdminApi(AdminGuard guard) {
        this.guard = guard;
    }

    /** A list, as the port gives it. */
    private interface Source<T> extends BiFunction<Administration, ListRequest, Listing<T>> {}

    @Override
    public void routing(HttpRules rules) {
        list(rules, AdminTables.CLIENTS, Administration::clients);
        list(rules, AdminTables.GRANTS, Administration::grants);
        list(rules, AdminTables.ACCOUNTS, Administration::accounts);
        item(rules, "client", AdminTables.CLIENTS, (all, id) -> all.client(new ClientId(id)));
        item(rules, "grant", AdminTables.GRANTS, (all, id) -> all.grant(new GrantId(id)));
        item(rules, "account", AdminTables.ACCOUNTS, (all, id) -> all.account(new AccountId(id)));
        get(rules, "/overview", (_, reply, parts) -> ok(reply, AdminFigures.overview(parts)));
        get(rules, "/connectors", (_, reply, parts) -> ok(reply, AdminFigures.connectors(parts)));
        get(rules, "/limits", (_, reply, parts) -> ok(reply, AdminFigures.limits(parts.limits())));
        get(rules, "/log-levels", (_, reply, parts) -> ok(reply, AdminFigures.levels(parts)));
        get(rules, "/analytics", AdminApi::analytics);
        get(rules, "/audit", AdminAudit::list);
        get(rules, "/audit.csv", AdminAudit::export);
        get(rules, "/audit/verify", AdminAudit::verify);
    }

    private void get(HttpRules rules, String path, AdminGuard.ForOperators endpoint) {
        rules.any(BASE + path, MethodTable.get(guard.reading(endpoint)));
    }

    private <T> void list(HttpRules rules, Table<T> table, Source<T> source) {
        String path = "/" + table.name();
        get(rules, path, (request, reply, parts) -> list(request, reply, parts, table, source));
        get(
                rules,
                path + ".csv",
                (request, reply, parts) -> export(request, reply, parts, table, source));
    }

    private <T> void item(
            HttpRules rules,
            String name,
            Table<T> table,
            BiFunction<Administration, String, Optional<T>> find) {
        get(
                rules,
                "/" + name,
                (request, reply, parts) ->
                        find.apply(parts.administration(), parameter(request, "id"))
                                .ifPresentOrElse(
                                        item -> ok(reply, table.json(item)), () -> unknown(reply)));
    }

    private static <T> void list(
            ServerRequest request,
            Reply reply,
            AdminParts parts,
            Table<T> table,
            Source<T> source) {
        ListRequest asked = asked(request);
        if (asked == null) {
            malformed(reply, "limit is 1 to " + ListRequest.MOST + ", after is what next said");
            return;
        }
        Listing<T> part = source.apply(parts.administration(), asked);
        ListPosition next = part.next();
        Json json =
                Json.object()
                        .objects(table.name(), part.items().stream().map(table::json).toList());
        ok(reply, json.with("next", next == null ? null : next.text()));
    }

    private static <T> void export(
            ServerRequest request,
            Reply reply,
            AdminParts parts,
            Table<T> table,
            Source<T> source) {
        String search = parameter(request, "search");
        var first = new ListRequest(search, null, ListRequest.MOST);
        Listing<T> part = source.apply(parts.administration(), first);
        try (var csv = Csv.begin(reply, table)) {
            csv.write(part.items());
            for (ListPosition next = part.next(); next != null; next = part.next()) {
                var more = new ListRequest(search, next, ListRequest.MOST);
                part = source.apply(parts.administration(), more);
                csv.write(part.items());
            }
        }
    }

    private static void analytics(ServerRequest request, Reply reply, AdminParts parts) {
        AdminFigures.analytics(
                        parts,
                        parameter(request, "by"),
                        parameter(request, "span"),
                        parameter(request, "last"))
                .ifPresentOrElse(
                        json -> ok(reply, json),
                        () ->
                                malformed(
                                        reply,
                                        "by is connector, client, tool, account or step; span is hour or day;"
                                                + " last is a number of 1 to 400"));
    }

    private static @Nullable ListRequest asked(ServerRequest request) {
        String after = parameter(request, "after");
        Optional<ListPosition> position = ListPosition.parse(after);
        String limit = parameter(request, "limit");
        int most = limit.isEmpty() ? USUAL : number(limit);
        return most < 1 || most > ListRequest.MOST || (!after.isEmpty() && position.isEmpty())
                ? null
                : new ListRequest(parameter(request, "search"), position.orElse(null), most);
    }

    /** 0 when it is none. */
    static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    /** A parameter of the query; empty when there is none. */
    static String parameter(ServerRequest request, String name) {
        return request.query().first(name).orElse("");
    }

    static void ok(Reply reply, Json json) {
        reply.json(Status.OK_200, json);
    }

    static void unknown(Reply reply) {
        reply.error(Status.NOT_FOUND_404, "not_found", "There is none with this id");
    }

    static void malformed(Reply reply, String expected) {
        reply.error(Status.BAD_REQUEST_400, "invalid_request", expected);
    }
}
