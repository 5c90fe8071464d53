package dev.keystile.app.admin;

import dev.keystile.app.command.ConfigOption;
import dev.keystile.app.command.Failure;
import dev.keystile.app.config.AdminAccess;
import dev.keystile.app.config.InvalidSettingException;
import dev.keystile.oauth.api.Secret;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** A command that asks a running gateway, with the options that all of them have. */
final class RemoteCommand {
    private static final String URL = "--admin-url";
    private static final String JSON = "--json";

    private final Map<String, String> environment;
    private final Work work;
    private final CommandSpec spec;

    private RemoteCommand(Map<String, String> environment, Work work) {
        this.environment = environment;
        this.work = work;
        Callable<Integer> call = this::run;
        this.spec = CommandSpec.wrapWithoutInspection(call);
    }

    /** What is done. */
    @FunctionalInterface
    interface Work {
        void on(AdminClient gateway, ParseResult line, Output output) throws AdminFailureException;
    }

    /**
     * The command.
     *
     * @param environment has settings, which win over the file
     */
    static CommandSpec spec(Map<String, String> environment, String description, Work work) {
        CommandSpec spec = new RemoteCommand(environment, work).spec;
        spec.mixinStandardHelpOptions(true);
        spec.usageMessage().description(description).footer(AdminExit.HELP);
        spec.addOption(
                text(
                        URL,
                        "URL",
                        "Where the administration is. Default: the management socket of the settings, from which the token"
                                + " comes as well: ADMIN_TOKEN, or VIEWER_TOKEN when that is not set."));
        ConfigOption.addTo(spec);
        return spec.addOption(flag(JSON, "Write JSON."));
    }

    static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name).type(boolean.class).description(description).build();
    }

    /** The same with one argument: which item. An id may begin like a short option. */
    static CommandSpec ofOne(CommandSpec spec) {
        spec.parser().unmatchedOptionsArePositionalParams(true);
        spec.mixinStandardHelpOptions(false)
                .addOption(
                        OptionSpec.builder("--help")
                                .usageHelp(true)
                                .description("Show this help message and exit.")
                                .build());
        return spec.addPositional(
                PositionalParamSpec.builder()
                        .index("0")
                        .arity("1")
                        .required(true)
                        .paramLabel("ID")
                        .type(String.class)
                        .description("Its id.")
                        .build());
    }

    /** What was given for an option or the argument. */
    static String given(ParseResult line, String option, String fallback) {
        return line.matchedOptionValue(option, fallback);
    }

    private int run() {
        ParseResult line = spec.commandLine().getParseResult();
        var output = new Output(spec.commandLine().getOut(), line.matchedOptionValue(JSON, false));
        try {
            work.on(client(line), line, output);
            return 0;
        } catch (AdminFailureException e) {
            return Failure.tell(spec, e.exitCode(), e.getMessage());
        }
    }

    private AdminClient client(ParseResult line) throws AdminFailureException {
        AdminAccess access = access();
        Secret token = access.token();
        if (token == null) {
            throw new AdminFailureException(
                    AdminExit.USAGE, "ADMIN_TOKEN: expected the token of the running gateway");
        }
        return AdminClient.of(uri(given(line, URL, access.management().toString())), token);
    }

    private AdminAccess access() throws AdminFailureException {
        try {
            return AdminAccess.read(environment, ConfigOption.of(spec));
        } catch (InvalidSettingException e) {
            throw new AdminFailureException(AdminExit.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private static URI uri(String url) throws AdminFailureException {
        if (!url.matches("https?://[^/?#@]+/?")) {
            throw new AdminFailureException(
                    AdminExit.USAGE, URL + ": expected http:// or https://, a host and a port");
        }
        try {
            return URI.create(url.replaceFirst("/$", ""));
        } catch (IllegalArgumentException e) {
            throw new AdminFailureException(AdminExit.USAGE, URL + ": expected a URL");
        }
    }
}
