package dev.keystile.app.http;

import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.AdministrationOutcome;
import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.LimitControl;
import dev.keystile.oauth.api.LimitRule;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an admin does to one thing. It stands in the audit log before it is done: nothing is done
 * that is not there.
 */
enum AdminChange {
    /** Ends all that a client is connected to. */
    CLIENT_REVOKE,
    /** Lets a blocked client in again. */
    CLIENT_READMIT,
    /** Ends a grant. */
    GRANT_REVOKE,
    /** Ends all grants of an account. */
    ACCOUNT_REVOKE,
    /** Makes a quota full again. */
    LIMIT_LIFT,
    /** Takes an override back. */
    LIMIT_REMOVE__OVERRIDE,
    /** Takes back from which level on something is logged. */
    LOG__LEVEL_UNSET;

    /** Something that is done to a limit. */
    private interface OnLimit {
        void take(LimitControl limits, Charge charge);
    }

    /** The one of this name; empty when there is none. */
    static Optional<AdminChange> named(@Nullable String name) {
        return Stream.of(values()).filter(change -> change.text().equals(name)).findFirst();
    }

    /** Its name, such as {@code grant.revoke}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace("__", "-").replace('_', '.');
    }

    /** Does it. */
    AdministrationOutcome take(AdminParts parts, String id) {
        parts.audit().append(new AuditLog.Deed("admin", text(), id, ""));
        return switch (this) {
            case CLIENT_REVOKE -> parts.administration().revoke(new ClientId(id));
            case CLIENT_READMIT -> parts.administration().readmit(new ClientId(id));
            case GRANT_REVOKE -> parts.administration().revoke(new GrantId(id));
            case ACCOUNT_REVOKE -> parts.administration().revoke(new AccountId(id));
            case LIMIT_LIFT -> limit(parts, id, LimitControl::lift);
            case LOG__LEVEL_UNSET -> {
                boolean was = parts.verbosity().unset(id);
                yield was
                        ? new AdministrationOutcome.Done()
                        : new AdministrationOutcome.NothingToDo();
            }
            case LIMIT_REMOVE__OVERRIDE -> limit(parts, id, LimitControl::removeOverride);
        };
    }

    /** Does it, and says in a word what came of it. */
    String done(AdminParts parts, String id) {
        return switch (take(parts, id)) {
            case AdministrationOutcome.Done _ -> "yes";
            case AdministrationOutcome.NothingToDo _ -> "no";
            case AdministrationOutcome.Unknown _ -> "unknown";
        };
    }

    /** Rule and key in one text. */
    private static AdministrationOutcome limit(AdminParts parts, String id, OnLimit what) {
        String[] names = id.split(" ", 2);
        Optional<LimitRule> rule = LimitRule.named(names[0]);
        if (rule.isEmpty() || names.length < 2) {
            return new AdministrationOutcome.Unknown();
        }
        what.take(parts.limits(), new Charge(rule.get(), names[1]));
        return new AdministrationOutcome.Done();
    }
}
