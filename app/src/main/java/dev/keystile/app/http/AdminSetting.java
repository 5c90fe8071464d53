package dev.keystile.app.http;

import dev.keystile.app.config.QuotaText;
import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitControl;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Quota;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an admin sets by a form of several fields. It stands in the audit log before it is done:
 * nothing is done that is not there.
 */
enum AdminSetting {
    /** Another quota for one key than its rule has. */
    LIMIT_OVERRIDE("limit.override"),
    /** From which level on something is logged. */
    LOG_LEVEL("log-level.set");

    private final String text;

    AdminSetting(String text) {
        this.text = text;
    }

    /** What came of it. */
    sealed interface Outcome {
        /** It was understood; false when it could not be done. */
        record Taken(boolean changed) implements Outcome {}

        /** It was not understood. */
        record Malformed(String expected) implements Outcome {}
    }

    /** The one of this name; empty when there is none. */
    static Optional<AdminSetting> named(@Nullable String name) {
        return Stream.of(values()).filter(setting -> setting.text.equals(name)).findFirst();
    }

    /** Does it. */
    Outcome take(AdminParts parts, Parameters form) {
        return switch (this) {
            case LIMIT_OVERRIDE -> override(parts, form);
            case LOG_LEVEL -> setLevel(parts, form);
        };
    }

    private void note(AdminParts parts, String subject, String detail) {
        parts.audit().append(new AuditLog.Deed("admin", text, subject, detail));
    }

    private Outcome override(AdminParts parts, Parameters form) {
        Optional<Charge> charge = charge(form);
        if (charge.isEmpty()) {
            return new Outcome.Malformed(NO_RULE);
        }
        try {
            Quota quota = QuotaText.parse(field(form, "quota"));
            Instant until = until(form, parts.clock().instant());
            note(
                    parts,
                    charge.get().rule().text() + " " + charge.get().key(),
                    QuotaText.print(quota) + " until " + until);
            var override = new LimitControl.KeyQuota(charge.get(), quota, until);
            return new Outcome.Taken(parts.limits().override(override));
        } catch (IllegalArgumentException | DateTimeException malformed) {
            return new Outcome.Malformed(
                    "quota is an amount and a time, such as 60/1h, or none; until is a time in UTC, such as"
                            + " 2030-01-31T12:00:00Z, or for says how long, such as 24h");
        }
    }

    static final String NO_RULE = "rule is the name of a limit, such as mcp-account";

    private static Instant until(Parameters form, Instant now) {
        String age = form.value("for");
        return age == null
                ? Instant.parse(field(form, "until"))
                : AttemptQuery.age(age)
                        .map(now.truncatedTo(ChronoUnit.SECONDS)::plus)
                        .orElseThrow(() -> new IllegalArgumentException("no duration"));
    }

    private Outcome setLevel(AdminParts parts, Parameters form) {
        String logger = field(form, "logger");
        String name = field(form, "level");
        if (name.isEmpty()) {
            AdminChange.LOG__LEVEL_UNSET.take(parts, logger);
            return new Outcome.Taken(true);
        }
        note(parts, logger, name);
        boolean taken =
                level(name).filter(level -> parts.verbosity().set(logger, level)).isPresent();
        return taken
                ? new Outcome.Taken(true)
                : new Outcome.Malformed(
                        "logger begins with dev.keystile; level is error, warning, info, debug or empty");
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

    /** The limit that a form names. */
    static Optional<Charge> charge(Parameters form) {
        return LimitRule.named(field(form, "rule"))
                .map(rule -> new Charge(rule, field(form, "key").strip()));
    }

    /** A field; empty when it is not there. */
    static String field(Parameters form, String name) {
        String value = form.value(name);
        return value == null ? "" : value;
    }
}
