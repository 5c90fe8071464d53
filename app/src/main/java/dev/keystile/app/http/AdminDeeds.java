package dev.keystile.app.http;

import dev.keystile.oauth.api.AdministrationOutcome;
import dev.keystile.oauth.api.Parameters;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.util.Optional;
import java.util.function.Function;

/** What admins can do at {@code /admin/api}: each deed is a form that is posted. */
final class AdminDeeds implements HttpService {
    private final AdminGuard guard;

    AdminDeeds(AdminGuard guard) {
        this.guard = guard;
    }

    /** Does something that a form asks for. */
    @FunctionalInterface
    private interface Deed {
        void take(AdminParts parts, Parameters form, Reply reply);
    }

    @Override
    public void routing(HttpRules rules) {
        change(rules, "/client/revoke", AdminChange.CLIENT_REVOKE, AdminDeeds::id);
        change(rules, "/client/readmit", AdminChange.CLIENT_READMIT, AdminDeeds::id);
        change(rules, "/grant/revoke", AdminChange.GRANT_REVOKE, AdminDeeds::id);
        change(rules, "/account/revoke", AdminChange.ACCOUNT_REVOKE, AdminDeeds::id);
        change(rules, "/limits/lift", AdminChange.LIMIT_LIFT, AdminDeeds::limit);
        change(
                rules,
                "/limits/remove-override",
                AdminChange.LIMIT_REMOVE__OVERRIDE,
                AdminDeeds::limit);
        set(rules, "/limits/override", AdminSetting.LIMIT_OVERRIDE);
        set(rules, "/log-levels/set", AdminSetting.LOG_LEVEL);
        rules.any(
                AdminApi.BASE + "/settings/reload",
                MethodTable.post(
                        guard.writing(
                                (_, reply, parts) -> AdminSettingsFile.reload(parts, reply))));
    }

    private void change(
            HttpRules rules,
            String path,
            AdminChange change,
            Function<Parameters, Optional<String>> subject) {
        post(
                rules,
                path,
                (parts, form, reply) ->
                        subject.apply(form)
                                .ifPresentOrElse(
                                        id -> answer(change.take(parts, id), reply),
                                        () -> AdminApi.malformed(reply, AdminSetting.NO_RULE)));
    }

    private void set(HttpRules rules, String path, AdminSetting setting) {
        post(
                rules,
                path,
                (parts, form, reply) -> {
                    switch (setting.take(parts, form)) {
                        case AdminSetting.Outcome.Taken(boolean changed) -> done(reply, changed);
                        case AdminSetting.Outcome.Malformed(String expected) ->
                                AdminApi.malformed(reply, expected);
                    }
                });
    }

    private static Optional<String> id(Parameters form) {
        return Optional.of(AdminSetting.field(form, "id"));
    }

    private static Optional<String> limit(Parameters form) {
        return AdminSetting.charge(form).map(charge -> charge.rule().text() + " " + charge.key());
    }

    private void post(HttpRules rules, String path, Deed deed) {
        rules.any(
                AdminApi.BASE + path,
                MethodTable.post(
                        guard.writing((request, reply, parts) -> {
                            switch (Form.read(request)) {
                                case Form.Read(Parameters form) -> deed.take(parts, form, reply);
                                case Form.Unreadable(var status, String description) ->
                                        reply.error(status, "invalid_request", description);
                            }
                        })));
    }

    private static void answer(AdministrationOutcome outcome, Reply reply) {
        switch (outcome) {
            case AdministrationOutcome.Done _ -> done(reply, true);
            case AdministrationOutcome.NothingToDo _ -> done(reply, false);
            case AdministrationOutcome.Unknown _ -> AdminApi.unknown(reply);
        }
    }

    private static void done(Reply reply, boolean changed) {
        AdminApi.ok(reply, Json.object().with("changed", changed));
    }
}
