package dev.keystile.app.admin;

import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code doctor}: which attempts to connect a gateway saw. */
public final class DoctorCommand {
    private static final String FAILED = "--failed";

    private DoctorCommand() {}

    /** The command. */
    public static CommandSpec spec(Map<String, String> environment) {
        CommandSpec spec =
                RemoteCommand.spec(
                        environment,
                        "Shows how clients tried to connect to a running gateway, and what went wrong.",
                        DoctorCommand::tell);
        return spec.addOption(
                        RemoteCommand.text(
                                "--since",
                                "AGE",
                                "Attempts of the last so long, such as 1h. Default: 24h."))
                .addOption(RemoteCommand.flag(FAILED, "Only attempts that failed."))
                .addOption(RemoteCommand.text("--client", "ID", "Only attempts of this client."))
                .addOption(
                        RemoteCommand.text(
                                "--connector", "ID", "Only attempts for this connector."))
                .addPositional(
                        PositionalParamSpec.builder()
                                .index("0")
                                .arity("0..1")
                                .paramLabel("ID")
                                .type(String.class)
                                .description(
                                        "One attempt, step by step; else all, the latest first.")
                                .build());
    }

    private static void tell(AdminClient gateway, ParseResult line, Output output)
            throws AdminFailureException {
        String id = line.matchedPositionalValue(0, "");
        JsonObject found =
                id.isEmpty()
                        ? gateway.get("/attempts", query(line))
                        : gateway.get("/attempts/" + AdminClient.encoded(id), Map.of());
        if (output.json()) {
            output.object(found);
        } else if (id.isEmpty()) {
            new DoctorReport(output.out()).all(found);
        } else {
            new DoctorReport(output.out()).one(found);
        }
    }

    private static Map<String, String> query(ParseResult line) {
        Map<String, String> query = new HashMap<>();
        query.put("limit", "100");
        query.put("since", RemoteCommand.given(line, "--since", "24h"));
        if (line.hasMatchedOption(FAILED)) {
            query.put("outcome", "failed");
        }
        Stream.of("client", "connector")
                .filter(name -> line.hasMatchedOption("--" + name))
                .forEach(name -> query.put(name, RemoteCommand.given(line, "--" + name, "")));
        return query;
    }
}
