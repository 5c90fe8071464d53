package dev.keystile.app.http;

import dev.keystile.app.log.Verbosity;
import dev.keystile.app.pages.AdminContent;
import dev.keystile.app.pages.AdminContent.Action;
import dev.keystile.app.pages.AdminContent.Field;
import dev.keystile.app.pages.AdminContent.Form;
import dev.keystile.app.pages.AdminContent.Item;
import dev.keystile.app.pages.AdminContent.Row;
import dev.keystile.app.pages.AdminContent.Sheet;
import dev.keystile.app.pages.AdminContent.Text;
import java.util.List;
import java.util.Locale;

/** From which level on what is logged. */
record LogsView(Verbosity verbosity) {
    AdminContent content() {
        List<Row> rows =
                verbosity.levels().entrySet().stream()
                        .map(set ->
                                row(set.getKey(), set.getValue().name().toLowerCase(Locale.ROOT)))
                        .toList();
        return AdminContent.of(
                        Sheet.whole(
                                "Changed on this gateway, until it stops",
                                List.of("Logger", "From level"),
                                rows))
                .and(set());
    }

    private static Row row(String logger, String level) {
        var action = new Action("log-level.unset", logger, "Take back", logger);
        return new Row(
                List.of(Text.of(logger), Text.of(level)),
                List.of(new Item(logger, List.of(), List.of(action))));
    }

    private static Form set() {
        return new Form(
                "Change a level",
                "Set",
                "log-level.set",
                List.of(
                        Field.typed(
                                "logger",
                                "Logger",
                                Verbosity.OURS,
                                Verbosity.OURS
                                        + " is all; "
                                        + Verbosity.OURS
                                        + ".mcp.bridge are calls"),
                        Choice.of(
                                "level",
                                "From level",
                                "debug",
                                name -> name,
                                "error",
                                "warning",
                                "info",
                                "debug")));
    }
}
