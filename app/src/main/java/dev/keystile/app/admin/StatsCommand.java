package dev.keystile.app.admin;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code stats}: what a gateway counted. */
public final class StatsCommand {
    private static final String BY = "--by";

    private StatsCommand() {}

    /** The command. */
    public static CommandSpec spec(Map<String, String> environment) {
        CommandSpec spec =
                RemoteCommand.spec(
                        environment,
                        "Tells how a running gateway is and what happened in the last 24 hours, or what was counted by something.",
                        StatsCommand::tell);
        return spec.addOption(
                        RemoteCommand.text(BY, "WHAT", "connector, client, tool, account or step."))
                .addOption(
                        RemoteCommand.text(
                                "--span", "LENGTH", "With --by: hour or day. Default: day."))
                .addOption(
                        RemoteCommand.text(
                                "--last", "NUMBER", "With --by: how many spans. Default: 7."));
    }

    private static void tell(AdminClient gateway, ParseResult line, Output output)
            throws AdminFailureException {
        String by = RemoteCommand.given(line, BY, "");
        if (by.isEmpty()) {
            output.object(gateway.get("/overview", Map.of()));
            return;
        }
        JsonObject counted =
                gateway.get(
                        "/analytics",
                        Map.of(
                                "by", by,
                                "span", RemoteCommand.given(line, "--span", "day"),
                                "last", RemoteCommand.given(line, "--last", "7")));
        if (output.json()) {
            output.object(counted);
        } else {
            output.table("spans", rows(counted), List.of("start", "name", "calls", "errors"));
        }
    }

    /** One for each span and name. */
    private static List<JsonObject> rows(JsonObject counted) {
        List<JsonObject> rows = new ArrayList<>();
        for (JsonObject span : counted.getJsonArray("spans").getValuesAs(JsonObject.class)) {
            span.getJsonObject("names")
                    .forEach((name, numbers) -> rows.add(row(span, name, numbers)));
        }
        return rows;
    }

    private static JsonObject row(JsonObject span, String name, JsonValue numbers) {
        return Json.createObjectBuilder(numbers.asJsonObject())
                .add("start", span.getString("start"))
                .add("name", name)
                .build();
    }
}
