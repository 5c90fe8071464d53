package dev.keystile.app;

import dev.keystile.app.command.ConfigOption;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code serve}. */
final class ServeCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    private ServeCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The command, with its option; {@link Serving#run} tells its exit status. */
    static CommandSpec spec(Map<String, String> environment) {
        var command = new ServeCommand(environment);
        ConfigOption.addTo(command.spec);
        return command.spec;
    }

    @Override
    public Integer call() {
        CommandLine line = spec.commandLine();
        return new Serving(environment, line.getOut(), line.getErr()).run(ConfigOption.of(spec));
    }
}
