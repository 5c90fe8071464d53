package dev.keystile.app;

import dev.keystile.app.admin.DoctorCommand;
import dev.keystile.app.admin.ItemCommands;
import dev.keystile.app.admin.ReloadCommand;
import dev.keystile.app.admin.StatsCommand;
import dev.keystile.app.check.CheckCommand;
import dev.keystile.app.check.TokenCommand;
import dev.keystile.app.config.Setting;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The command line, {@code keystile}. */
public final class Main {
    private static final int HELP_WIDTH = 120;

    private Main() {}

    /** Runs the command that the arguments name and ends the JVM with its exit status. */
    public static void main(String[] args) {
        System.exit(
                args.length == 0
                        ? serve(System.getenv())
                        : commandLine(System.getenv(), Ambient.random()).execute(args));
    }

    /** Without a command line to read: reading one would be a fifth of the start. */
    private static int serve(Map<String, String> environment) {
        return new Serving(environment, writer(System.out), writer(System.err)).run(null);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    /** The commands, made by hand: annotated classes would have to be opened to reflection. */
    static CommandLine commandLine(Map<String, String> environment, SecureRandom random) {
        CommandSpec root = ServeCommand.spec(environment).name("keystile");
        root.version("keystile " + version()).mixinStandardHelpOptions(true);
        root.usageMessage()
                .width(HELP_WIDTH)
                .description(
                        "An OAuth gateway in front of MCP servers that only know API keys. Without a command it serves.")
                .sectionMap()
                .put(UsageMessageSpec.SECTION_KEY_FOOTER, _ -> footer());
        root.addSubcommand(
                "serve",
                described(ServeCommand.spec(environment), "Serves until Ctrl-C; the default."));
        root.addSubcommand("check", CheckCommand.spec(environment, random));
        root.addSubcommand("doctor", DoctorCommand.spec(environment));
        root.addSubcommand("store", StoreCommand.spec(environment, random));
        ItemCommands.addTo(root, environment);
        root.addSubcommand("stats", StatsCommand.spec(environment));
        root.addSubcommand("reload", ReloadCommand.spec(environment));
        root.addSubcommand("audit", AuditCommand.spec(environment, random));
        root.addSubcommand("token", TokenCommand.spec(environment, random));
        root.addSubcommand("config", ConfigCommand.spec(environment));
        root.addSubcommand("completion", CompletionCommand.spec());
        return new CommandLine(root);
    }

    private static CommandSpec described(CommandSpec command, String description) {
        command.mixinStandardHelpOptions(true).usageMessage().description(description);
        return command;
    }

    /** Made only for who asks for help, since it reads the defaults. */
    private static String footer() {
        Function<Setting, String> fallbacks = Setting.fallbacks();
        return """

        Environment variables, which win over the file [default]:
        %s

        The file takes these and more; application.yaml in the app's resources lists every key.
        """
                .formatted(
                        Setting.withVariable()
                                .map(setting -> line(setting, fallbacks.apply(setting)))
                                .collect(Collectors.joining("\n")));
    }

    private static String line(Setting setting, String fallback) {
        String shown = fallback.isEmpty() ? "" : " [" + fallback + "]";
        return "  %-20s %s%s".formatted(setting.variable(), setting.help(), shown);
    }

    /** The version that is running. */
    static String version() {
        return Main.class.getModule().getDescriptor().rawVersion().orElse("(version unknown)");
    }
}
