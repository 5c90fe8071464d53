package dev.keystile.app.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The option {@code --config}, which every command that reads the settings has. */
public final class ConfigOption {
    private static final String NAME = "--config";

    private ConfigOption() {}

    /** Adds it. */
    public static void addTo(CommandSpec spec) {
        spec.addOption(
                OptionSpec.builder(NAME)
                        .paramLabel("FILE")
                        .type(Path.class)
                        .description("YAML file with the settings that differ from the defaults.")
                        .build());
    }

    /** The file that was given to this command, whose line has been parsed; null: none was. */
    public static @Nullable Path of(CommandSpec spec) {
        return spec.commandLine().getParseResult().matchedOptionValue(NAME, null);
    }
}
