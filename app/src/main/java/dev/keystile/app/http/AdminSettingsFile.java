package dev.keystile.app.http;

import dev.keystile.app.pages.AdminContent.Look;
import dev.keystile.app.pages.AdminContent.Text;
import dev.keystile.oauth.api.AuditLog;
import io.helidon.http.Status;
import java.time.temporal.ChronoUnit;

/** How a gateway stands with its file of settings, for operators to read and to change. */
final class AdminSettingsFile {
    private AdminSettingsFile() {}

    /** Reads it again; that stands in the audit log before. */
    static void reload(AdminParts parts, Reply reply) {
        parts.audit().append(new AuditLog.Deed("admin", "settings.reload", "", ""));
        Reloading.State state = parts.configuration().reload();
        if (state.problem() == null) {
            AdminApi.ok(reply, json(state));
        } else {
            reply.error(Status.CONFLICT_409, "invalid_configuration", state.problem());
        }
    }

    static Json json(Reloading.State state) {
        return Json.object()
                .with("since", state.since().truncatedTo(ChronoUnit.SECONDS).toString())
                .with("refused", state.problem() != null)
                .with("problem", state.problem())
                .with("needs_restart", state.needRestart());
    }

    /** The same in a few words. */
    static Text words(Reloading.State state) {
        if (state.problem() != null) {
            return Text.marked("refused", Look.BAD);
        }
        return state.needRestart().isEmpty()
                ? Text.marked("in force", Look.GOOD)
                : Text.marked("needs a restart", Look.WARN);
    }
}
