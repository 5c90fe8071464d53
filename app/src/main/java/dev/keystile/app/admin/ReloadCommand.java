package dev.keystile.app.admin;

import jakarta.json.JsonObject;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code reload}: a running gateway reads its file of settings again. */
public final class ReloadCommand {
    private ReloadCommand() {}

    /** The command. Exit status: 1 the file was refused, or the gateway not reached. */
    public static CommandSpec spec(Map<String, String> environment) {
        return RemoteCommand.spec(
                environment,
                "Makes a running gateway read its file of settings again, at once: connectors, limits and the log level."
                        + " A file with anything wrong in it is refused, and nothing changes.",
                ReloadCommand::reload);
    }

    private static void reload(AdminClient gateway, ParseResult line, Output output)
            throws AdminFailureException {
        JsonObject state = gateway.post("/settings/reload", Map.of());
        output.object(state);
    }
}
