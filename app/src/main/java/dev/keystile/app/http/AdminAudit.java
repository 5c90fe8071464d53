package dev.keystile.app.http;

import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.ListRequest;
import io.helidon.webserver.http.ServerRequest;

/** The audit log, for operators to read. */
final class AdminAudit {
    private static final int USUAL = 50;

    private AdminAudit() {}

    static void list(ServerRequest request, Reply reply, AdminParts parts) {
        String before = AdminApi.parameter(request, "before");
        String limit = AdminApi.parameter(request, "limit");
        int most = limit.isEmpty() ? USUAL : AdminApi.number(limit);
        int from = AdminApi.number(before);
        if (most < 1 || most > ListRequest.MOST || (from < 1 && !before.isEmpty())) {
            AdminApi.malformed(
                    reply, "limit is 1 to " + ListRequest.MOST + ", before is what next said");
            return;
        }
        AuditLog.Part part = parts.audit().read(from, most);
        Json json =
                Json.object()
                        .objects(
                                "audit",
                                part.entries().stream().map(AdminTables.AUDIT::json).toList());
        AdminApi.ok(reply, part.next() == 0 ? json : json.with("next", part.next()));
    }

    static void export(ServerRequest request, Reply reply, AdminParts parts) {
        AuditLog.Part part = parts.audit().read(0, ListRequest.MOST);
        try (var csv = Csv.begin(reply, AdminTables.AUDIT)) {
            csv.write(part.entries());
            while (part.next() != 0) {
                part = parts.audit().read(part.next(), ListRequest.MOST);
                csv.write(part.entries());
            }
        }
    }

    static void verify(ServerRequest request, Reply reply, AdminParts parts) {
        AdminApi.ok(
                reply,
                switch (parts.audit().verify()) {
                    case AuditLog.Verdict.Whole(long first, long last, String digest) ->
                            Json.object()
                                    .with("whole", true)
                                    .with("first", first)
                                    .with("last", last)
                                    .with("digest", digest);
                    case AuditLog.Verdict.Broken(long number, String why) ->
                            Json.object()
                                    .with("whole", false)
                                    .with("broken", number)
                                    .with("why", why);
                });
    }
}
