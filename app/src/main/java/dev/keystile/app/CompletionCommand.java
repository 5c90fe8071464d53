package dev.keystile.app;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code completion}: a script by which a shell completes what is typed. */
final class CompletionCommand implements Callable<Integer> {
    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    static CommandSpec spec() {
        CommandSpec spec = new CompletionCommand().spec;
        spec.mixinStandardHelpOptions(true);
        spec.usageMessage()
                .description(
                        "Writes a script for bash and zsh; to be read as: source <(keystile completion)");
        return spec;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        spec.commandLine().getOut().println(AutoComplete.bash("keystile", root));
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }
}
