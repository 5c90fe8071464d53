package dev.keystile.app.check;

import dev.keystile.app.command.Failure;
import dev.keystile.oauth.api.Secret;
import java.io.InputStream;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The command {@code token issue}: tokens for a caller that cannot sign anybody in. It signs in
 * with an API key the way any client does, so whoever holds the key needs nothing else.
 */
public final class TokenCommand {
    private static final String CLIENT_NAME = "Keystile token issue";

    private final Map<String, String> environment;
    private final SecureRandom random;
    private final InputStream input;
    private final CommandSpec spec;

    private TokenCommand(Map<String, String> environment, SecureRandom random, InputStream input) {
        this.environment = environment;
        this.random = random;
        this.input = input;
        Callable<Integer> call = this::run;
        this.spec = CommandSpec.wrapWithoutInspection(call);
    }

    /** The command with its part. Exit status: 1 no token was issued, 2 wrong arguments. */
    public static CommandSpec spec(Map<String, String> environment, SecureRandom random) {
        return spec(environment, random, System.in);
    }

    /** The same, with the key read from here. */
    static CommandSpec spec(
            Map<String, String> environment, SecureRandom random, InputStream input) {
        CommandSpec token = CommandSpec.create();
        token.mixinStandardHelpOptions(true);
        token.usageMessage().description("Tokens for callers that bring their own.");
        return token.addSubcommand("issue", new TokenCommand(environment, random, input).issue());
    }

    private CommandSpec issue() {
        spec.mixinStandardHelpOptions(true)
                .usageMessage()
                .description(
                        "Signs in with an API key and writes the access token and the refresh token, for a caller that"
                                + " cannot sign anybody in. The key is read from standard input.");
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("URL")
                        .index("0")
                        .arity("0..1")
                        .type(String.class)
                        .description(
                                "The gateway, or the MCP URL that the token is to fit. Default: API_BASE_URL.")
                        .build());
        spec.addOption(
                OptionSpec.builder("--user")
                        .paramLabel("USER_ID")
                        .type(String.class)
                        .description("For the personal URL of this user. Default: the shared URL.")
                        .build());
        return spec.addOption(
                OptionSpec.builder("--json")
                        .type(boolean.class)
                        .description("Write JSON.")
                        .build());
    }

    private int run() {
        var line = spec.commandLine().getParseResult();
        @Nullable String user = line.matchedOptionValue("--user", null);
        String base = environment.getOrDefault("API_BASE_URL", "http://localhost:8080");
        try {
            CheckTarget target = CheckTarget.of(line.matchedPositionalValue(0, base), user);
            issue(target, TypedKey.read(input), line.matchedOptionValue("--json", false));
            return ExitCode.OK;
        } catch (IllegalArgumentException e) {
            return Failure.tell(spec, ExitCode.USAGE, e.getMessage());
        } catch (CheckFailedException e) {
            return Failure.tell(spec, ExitCode.SOFTWARE, e.reason());
        }
    }

    private void issue(CheckTarget target, Secret key, boolean json) {
        var timeout = CheckOptions.DEFAULT_TIMEOUT;
        try (var wire = new Wire(timeout, timeout.multipliedBy(4))) {
            ServerMetadata metadata = new DiscoveryChecks(wire, target).serverMetadata();
            RegisteredClient client =
                    new RegistrationChecks(wire, target, CLIENT_NAME).register(metadata);
            var consent = new ConsentChecks(wire, target, metadata, key, random);
            IssuedTokens tokens =
                    new TokenChecks(wire, metadata)
                            .exchange(consent.allow(consent.rightKey(client)));
            write(client, tokens, json);
        }
    }

    /** The client, too: a refresh token is good for nobody else (RFC 6749 section 6). */
    private void write(RegisteredClient client, IssuedTokens tokens, boolean json) {
        String form =
                json
                        ? "{\"client_id\":\"%s\",\"access_token\":\"%s\",\"refresh_token\":\"%s\"}%n"
                        : "client id:     %s%naccess token:  %s%nrefresh token: %s%n";
        PrintWriter out = spec.commandLine().getOut();
        out.printf(form, client.id(), tokens.accessToken(), tokens.refreshToken());
        out.flush();
    }
}
