package dev.keystile.app;

import dev.keystile.app.command.ConfigOption;
import dev.keystile.app.command.Failure;
import dev.keystile.app.config.InvalidSettingException;
import dev.keystile.app.config.SettingsInForce;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command {@code config show}: every setting, where its value comes from, and no secret. */
final class ConfigCommand {
    private static final String JSON = "--json";

    private final Map<String, String> environment;
    private final CommandSpec spec;

    private ConfigCommand(Map<String, String> environment) {
        this.environment = environment;
        Callable<Integer> call = this::run;
        this.spec = CommandSpec.wrapWithoutInspection(call);
    }

    /** The command with its part. Exit status: 2 a setting is wrong. */
    static CommandSpec spec(Map<String, String> environment) {
        CommandSpec config = CommandSpec.create();
        config.mixinStandardHelpOptions(true);
        config.usageMessage().description("What the gateway is told.");
        CommandSpec show = new ConfigCommand(environment).spec;
        show.mixinStandardHelpOptions(true)
                .usageMessage()
                .description(
                        "Shows every setting with its value and where that comes from: the environment, the file, or the"
                                + " default. Secrets are not shown.");
        ConfigOption.addTo(show);
        show.addOption(
                OptionSpec.builder(JSON).type(boolean.class).description("Write JSON.").build());
        return config.addSubcommand("show", show);
    }

    private int run() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            List<SettingsInForce.Shown> all =
                    SettingsInForce.read(environment, ConfigOption.of(spec));
            if (spec.commandLine().getParseResult().matchedOptionValue(JSON, false)) {
                out.println(json(all));
            } else {
                all.forEach(one -> out.println(line(one)));
            }
            out.flush();
            return ExitCode.OK;
        } catch (InvalidSettingException e) {
            return Failure.tell(spec, ExitCode.USAGE, e.getMessage());
        }
    }

    private static String line(SettingsInForce.Shown one) {
        return "%-42s %-28s (%s%s)"
                .formatted(
                        one.key(),
                        one.value(),
                        one.origin(),
                        one.reloadable() ? ", reloadable" : "");
    }

    private static String json(List<SettingsInForce.Shown> all) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        all.forEach(one ->
                array.add(
                        Json.createObjectBuilder()
                                .add("key", one.key())
                                .add("value", one.value())
                                .add("origin", one.origin())
                                .add("reloadable", one.reloadable())));
        return Json.createObjectBuilder().add("settings", array).build().toString();
    }
}
