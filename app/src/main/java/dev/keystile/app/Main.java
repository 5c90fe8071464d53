package dev.keystile.app;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command line, {@code keystile}. */
public final class Main {
    private Main() {}

    /**
     * Runs the command the arguments name and ends the JVM when it fails or has nothing left
     * running.
     */
    public static void main(String[] args) {
        int status = new CommandLine(command()).execute(args);
        if (status != CommandLine.ExitCode.OK) {
            System.exit(status);
        }
    }

    /**
     * The root command. Built by hand: annotated classes would have to be opened to picocli's
     * reflection.
     */
    static CommandSpec command() {
        var root = CommandSpec.wrapWithoutInspection((Runnable) Gateway::serve).name("keystile");
        root.version("keystile " + version()).mixinStandardHelpOptions(true);
        root.usageMessage()
                .description(
                        "Starts the OAuth gateway in front of MCP servers that know API keys.");
        return root;
    }

    private static String version() {
        return Main.class.getModule().getDescriptor().rawVersion().orElse("(version unknown)");
    }
}
