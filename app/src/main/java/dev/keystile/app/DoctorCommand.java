package dev.keystile.app;

import dev.keystile.app.command.Failure;
import dev.keystile.app.config.AdminAccess;
import dev.keystile.app.config.InvalidSettingException;
import dev.keystile.oauth.api.Secret;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code doctor}: asks a running gateway which attempts to connect it saw. */
final class DoctorCommand implements Callable<Integer> {
    private static final String PATH = "/admin/api/attempts";
    private static final String DESCRIPTION =
            "Shows how clients tried to connect to a running gateway, and what went wrong. Exit status: 0 it was shown,"
                    + " 1 the gateway could not be asked or does not know the attempt, 2 a setting or argument is wrong.";

    private final Map<String, String> environment;
    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    private DoctorCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The command. Exit status: 1 it failed, 2 a setting or argument is wrong. */
    static CommandSpec spec(Map<String, String> environment) {
        var command = new DoctorCommand(environment);
        CommandSpec spec = command.spec.mixinStandardHelpOptions(true);
        spec.usageMessage().description(DESCRIPTION);
        ConfigOption.addTo(spec);
        spec.addOption(OptionSpec.builder("--json").description("Print JSON.").build());
        spec.addOption(
                text("--since", "AGE", "Attempts of the last so long, such as 1h. Default: 24h."));
        spec.addOption(
                OptionSpec.builder("--failed").description("Only attempts that failed.").build());
        spec.addOption(text("--client", "ID", "Only attempts of this client."));
        spec.addOption(text("--connector", "ID", "Only attempts for this connector."));
        spec.addOption(
                text("--url", "URL", "The management socket. Default: that of the settings."));
        return spec.addPositional(
                PositionalParamSpec.builder()
                        .index("0")
                        .arity("0..1")
                        .paramLabel("ID")
                        .type(String.class)
                        .description("One attempt, step by step; else all, the latest first.")
                        .build());
    }

    @Override
    public Integer call() {
        try {
            AdminAccess access = AdminAccess.read(environment, ConfigOption.of(spec));
            Secret token = access.token();
            return token == null
                    ? Failure.tell(spec, ExitCode.USAGE, "set ADMIN_TOKEN as the gateway has it")
                    : ask(access.management(), token);
        } catch (InvalidSettingException | IllegalArgumentException e) {
            return Failure.tell(spec, ExitCode.USAGE, e.getMessage());
        }
    }

    private int ask(URI management, Secret token) {
        ParseResult given = spec.commandLine().getParseResult();
        String id = given.matchedPositionalValue(0, "");
        String base = given.matchedOptionValue("--url", management.toString());
        String query =
                "?limit=100&since="
                        + encoded(given.matchedOptionValue("--since", "24h"))
                        + (given.hasMatchedOption("--failed") ? "&outcome=failed" : "")
                        + only(given, "client")
                        + only(given, "connector");
        String path = id.isEmpty() ? PATH + query : PATH + "/" + encoded(id);
        return switch (AdminClient.get(URI.create(base + path), token)) {
            case AdminClient.Answer.Found found -> show(found, !id.isEmpty(), given);
            case AdminClient.Answer.Refused refused ->
                    Failure.tell(
                            spec,
                            refused.wrong() ? ExitCode.USAGE : ExitCode.SOFTWARE,
                            refused.description());
        };
    }

    private int show(AdminClient.Answer.Found found, boolean one, ParseResult given) {
        PrintWriter out = spec.commandLine().getOut();
        if (given.hasMatchedOption("--json")) {
            out.println(found.json());
        } else {
            var report = new DoctorReport(out);
            if (one) {
                report.one(found.json());
            } else {
                report.all(found.json());
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private static String only(ParseResult given, String name) {
        String value = given.matchedOptionValue("--" + name, "");
        return value.isEmpty() ? "" : "&" + name + "=" + encoded(value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }
}
