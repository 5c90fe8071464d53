package dev.keystile.app.http;

import dev.keystile.app.config.QuotaText;
import dev.keystile.oauth.api.AdministrationOutcome;
import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitControl;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Parameters;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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
        post(rules, "/limits/override", AdminDeeds::override);
        post(rules, "/log-levels/set", AdminDeeds::setLevel);
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
                                        () -> noRule(reply)));
    }

    private static Optional<String> id(Parameters form) {
        return Optional.of(text(form, "id"));
    }

    private static Optional<String> limit(Parameters form) {
        return charge(form).map(charge -> charge.rule().text() + " " + charge.key());
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

    /** What is done stands in the audit log before: nothing is done that is not there. */
    private static void note(AdminParts parts, String what, String subject, String detail) {
        parts.audit().append(new AuditLog.Deed("admin", what, subject, detail));
    }

    private static void note(AdminParts parts, String what, Charge charge, String detail) {
        note(parts, what, charge.rule().text() + " " + charge.key(), detail);
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

    private static void override(AdminParts parts, Parameters form, Reply reply) {
        Optional<Charge> charge = charge(form);
        if (charge.isEmpty()) {
            noRule(reply);
            return;
        }
        try {
            var quota = QuotaText.parse(text(form, "quota"));
            Instant until = Instant.parse(text(form, "until"));
            note(parts, "limit.override", charge.get(), QuotaText.print(quota) + " until " + until);
            done(
                    reply,
                    parts.limits().override(new LimitControl.KeyQuota(charge.get(), quota, until)));
        } catch (IllegalArgumentException | DateTimeException malformed) {
            AdminApi.malformed(
                    reply,
                    "quota is an amount and a time, such as 60/1h, or none; until is a time in UTC, such as"
                            + " 2030-01-31T12:00:00Z");
        }
    }

    private static void setLevel(AdminParts parts, Parameters form, Reply reply) {
        String logger = text(form, "logger");
        String name = text(form, "level");
        Optional<System.Logger.Level> level = level(name);
        note(parts, "log-level.set", logger, name);
        if (name.isEmpty()) {
            parts.verbosity().unset(logger);
            done(reply, true);
        } else if (level.isEmpty() || !parts.verbosity().set(logger, level.get())) {
            AdminApi.malformed(
                    reply,
                    "logger begins with dev.keystile; level is error, warning, info, debug or empty");
        } else {
            done(reply, true);
        }
    }

    private static Optional<System.Logger.Level> level(String name) {
        return Stream.of(
                        System.Logger.Level.ERROR,
                        System.Logger.Level.WARNING,
                        System.Logger.Level.INFO,
                        System.Logger.Level.DEBUG)
                .filter(level -> level.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    private static Optional<Charge> charge(Parameters form) {
        return Stream.of(LimitRule.values())
                .filter(rule -> rule.text().equals(form.value("rule")))
                .map(rule -> new Charge(rule, text(form, "key")))
                .findFirst();
    }

    private static void noRule(Reply reply) {
        AdminApi.malformed(reply, "rule is the name of a limit, such as mcp-account");
    }

    private static String text(Parameters form, String name) {
        String value = form.value(name);
        return value == null ? "" : value;
    }
}
