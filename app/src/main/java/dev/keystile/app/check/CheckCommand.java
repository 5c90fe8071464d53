package dev.keystile.app.check;

import dev.keystile.oauth.api.Secret;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command {@code check}: reads its arguments and runs {@link Check}. */
public final class CheckCommand implements Callable<Integer> {
    private static final String DEFAULT_URL = "http://localhost:8080";
    private static final String DESCRIPTION =
            "Walks a running gateway from outside, as an MCP client would, and prints what passed and what did not."
                    + " Exit status: 0 all passed, 1 something failed, 2 wrong arguments.";

    private final Map<String, String> environment;
    private final SecureRandom random;
    private final InputStream input;
    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    private CheckCommand(Map<String, String> environment, SecureRandom random, InputStream input) {
        this.environment = environment;
        this.random = random;
        this.input = input;
    }

    /**
     * The command, ready to be added to another one. Exit status: 0 all passed, 1 something failed,
     * 2 wrong arguments.
     *
     * @param environment {@code API_BASE_URL} in it is the URL when none is given
     * @param random makes the state and the code verifier of each sign-in
     */
    public static CommandSpec spec(Map<String, String> environment, SecureRandom random) {
        return spec(environment, random, System.in);
    }

    /** The same, with the key read from here that is given as {@code -}. */
    static CommandSpec spec(
            Map<String, String> environment, SecureRandom random, InputStream input) {
        return new CheckCommand(environment, random, input).described();
    }

    @Override
    public Integer call() {
        return Check.run(
                options(spec.commandLine().getParseResult()), spec.commandLine().getOut(), random);
    }

    private CommandSpec described() {
        spec.name("check").usageMessage().description(DESCRIPTION);
        return spec.addPositional(url())
                .addOption(
                        text(
                                "--key",
                                "KEY",
                                "An API key: the walk goes on through consent, tokens and a tool call. With - it is"
                                        + " read from standard input, where no list of processes shows it."))
                .addOption(
                        text(
                                "--user",
                                "USER_ID",
                                "Sign in for the personal URL of this user. Default: the shared URL."))
                .addOption(timeout())
                .addOption(help());
    }

    private CheckOptions options(ParseResult arguments) {
        String fallback = environment.getOrDefault("API_BASE_URL", DEFAULT_URL);
        @Nullable String user = arguments.matchedOptionValue("--user", null);
        int seconds =
                arguments.matchedOptionValue(
                        "--timeout", (int) CheckOptions.DEFAULT_TIMEOUT.toSeconds());
        try {
            return CheckOptions.of(
                    arguments.matchedPositionalValue(0, fallback),
                    key(arguments.matchedOptionValue("--key", null)),
                    user,
                    Duration.ofSeconds(seconds));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private @Nullable Secret key(@Nullable String given) {
        if (given == null) {
            return null;
        }
        return given.equals("-") ? TypedKey.read(input) : Secret.of(given);
    }

    private static PositionalParamSpec url() {
        return PositionalParamSpec.builder()
                .paramLabel("URL")
                .index("0")
                .arity("0..1")
                .type(String.class)
                .description(
                        "The gateway, or one of its MCP URLs. Default: API_BASE_URL, else "
                                + DEFAULT_URL
                                + ".")
                .build();
    }

    private static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    private static OptionSpec timeout() {
        return OptionSpec.builder("--timeout")
                .paramLabel("SECONDS")
                .type(int.class)
                .defaultValue(String.valueOf(CheckOptions.DEFAULT_TIMEOUT.toSeconds()))
                .description(
                        "The most that one request may take; the whole walk may take ten times as long.")
                .build();
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this and end.")
                .build();
    }
}
