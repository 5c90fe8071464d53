package dev.keystile.app.admin;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The commands {@code clients}, {@code grants} and {@code accounts}: list, show and revoke.
 *
 * @param one of the items
 * @param many of them
 * @param members that a list shows
 * @param revoking what that means for them
 */
public record ItemCommands(
        Map<String, String> environment,
        String one,
        String many,
        List<String> members,
        String revoking) {
    private static final int PART = 500;

    /** Copies the list. */
    public ItemCommands {
        members = List.copyOf(members);
    }

    /** Adds all three to a command. */
    public static void addTo(CommandSpec root, Map<String, String> environment) {
        var clients =
                new ItemCommands(
                        environment,
                        "client",
                        "clients",
                        List.of("id", "state", "name", "since"),
                        "Ends all that a client is connected to. A registered one is removed; one that a document describes is"
                                + " blocked.");
        CommandSpec ofClients = clients.spec();
        ofClients.addSubcommand(
                "readmit", clients.change("readmit", "Lets a blocked client be connected again."));
        root.addSubcommand("clients", ofClients);
        root.addSubcommand(
                "grants",
                new ItemCommands(
                                environment,
                                "grant",
                                "grants",
                                List.of("id", "state", "client_name", "user", "connector", "calls"),
                                "Ends a grant: its tokens work no more.")
                        .spec());
        root.addSubcommand(
                "accounts",
                new ItemCommands(
                                environment,
                                "account",
                                "accounts",
                                List.of("id", "connector", "user", "identity", "key_dead_since"),
                                "Ends all grants of an account.")
                        .spec());
    }

    private CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.mixinStandardHelpOptions(true);
        spec.usageMessage().description("The " + many + " of a running gateway.");
        spec.addSubcommand("list", list());
        spec.addSubcommand("show", show());
        spec.addSubcommand("revoke", change("revoke", revoking));
        return spec;
    }

    private CommandSpec list() {
        CommandSpec spec =
                RemoteCommand.spec(
                        environment, "Lists them; those that end first come first.", this::list);
        spec.addOption(
                RemoteCommand.text("--search", "TEXT", "Only those in which this text occurs."));
        return spec.addOption(
                RemoteCommand.text("--limit", "NUMBER", "So many at most. Default: all."));
    }

    private CommandSpec show() {
        return RemoteCommand.ofOne(
                RemoteCommand.spec(environment, "Shows one " + one + ".", this::show));
    }

    private CommandSpec change(String verb, String description) {
        return RemoteCommand.ofOne(
                RemoteCommand.spec(
                        environment,
                        description,
                        (gateway, line, output) ->
                                output.object(
                                        gateway.post(
                                                "/" + one + "/" + verb, Map.of("id", id(line))))));
    }

    private void show(AdminClient gateway, ParseResult line, Output output)
            throws AdminFailureException {
        output.object(gateway.get("/" + one, Map.of("id", id(line))));
    }

    private void list(AdminClient gateway, ParseResult line, Output output)
            throws AdminFailureException {
        int most = most(RemoteCommand.given(line, "--limit", ""));
        String search = RemoteCommand.given(line, "--search", "");
        Map<String, String> query =
                new HashMap<>(
                        Map.of("search", search, "limit", String.valueOf(Math.min(most, PART))));
        List<JsonObject> items = new ArrayList<>();
        boolean more = true;
        while (more && items.size() < most) {
            JsonObject part = gateway.get("/" + many, query);
            items.addAll(part.getJsonArray(many).getValuesAs(JsonObject.class));
            more = part.containsKey("next");
            query.put("after", part.getString("next", ""));
        }
        output.table(many, items.subList(0, Math.min(most, items.size())), members);
    }

    private static int most(String limit) throws AdminFailureException {
        if (limit.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        if (!limit.matches("[1-9][0-9]{0,8}")) {
            throw new AdminFailureException(AdminExit.USAGE, "--limit: expected a number from 1");
        }
        return Integer.parseInt(limit);
    }

    private static String id(ParseResult line) {
        return line.matchedPositionalValue(0, "");
    }
}
