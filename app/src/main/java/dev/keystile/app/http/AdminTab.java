package dev.keystile.app.http;

import dev.keystile.app.pages.AdminContent;
import dev.keystile.app.pages.AdminPage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The pages of the administration, in the order in which they are offered. */
enum AdminTab {
    /** How it is. */
    OVERVIEW,
    /** Attempts to connect. */
    DOCTOR,
    /** What was counted. */
    ANALYTICS,
    /** Who may ask people. */
    CLIENTS,
    /** What people allowed. */
    GRANTS,
    /** Whose keys are in use. */
    ACCOUNTS,
    /** The MCP servers. */
    CONNECTORS,
    /** Who is refused. */
    LIMITS,
    /** From which level on is logged. */
    LOGS,
    /** Who did what. */
    AUDIT;

    /** The one at this path; the overview for any other. */
    static AdminTab at(@Nullable String path) {
        return Arrays.stream(values())
                .filter(tab -> tab.path().equals(path))
                .findFirst()
                .orElse(OVERVIEW);
    }

    /** The ways to all of them. */
    static List<AdminPage.Tab> links(AdminTab here) {
        return Arrays.stream(values())
                .map(tab -> new AdminPage.Tab(tab.path(), tab.title(), tab == here))
                .toList();
    }

    String path() {
        return this == OVERVIEW
                ? AdminRoutes.PATH
                : AdminRoutes.PATH + "/" + name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    AdminContent content(AdminParts parts, Asked asked) {
        return switch (this) {
            case OVERVIEW -> new OverviewView(parts).content();
            case DOCTOR -> new DoctorView(parts, asked).content();
            case ANALYTICS -> new AnalyticsView(parts, asked).content();
            case CLIENTS -> new AdminViews(parts, asked).clients();
            case GRANTS -> new AdminViews(parts, asked).grants();
            case ACCOUNTS -> new AdminViews(parts, asked).accounts();
            case CONNECTORS -> new AdminViews(parts, asked).connectors();
            case LIMITS -> new LimitsView(parts.limits(), asked).content();
            case LOGS -> new LogsView(parts.verbosity()).content();
            case AUDIT -> new AdminViews(parts, asked).audit();
        };
    }
}
