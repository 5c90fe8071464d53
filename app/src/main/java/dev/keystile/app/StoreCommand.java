package dev.keystile.app;

import dev.keystile.app.command.ConfigOption;
import dev.keystile.app.command.Failure;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.StoreTransfer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The command {@code store}: carries what one store holds into another, sealed as it is, so that
 * every client stays connected.
 */
final class StoreCommand {
    private final OnStore store;
    private final Work work;
    private final CommandSpec spec;

    private StoreCommand(OnStore store, Work work) {
        this.store = store;
        this.work = work;
        Callable<Integer> call = this::run;
        this.spec = CommandSpec.wrapWithoutInspection(call);
    }

    /** What is done with an open store and a file; answers what to say of it. */
    private interface Work {
        String on(Store store, Path file) throws IOException, StoreTransfer.MalformedException;
    }

    /**
     * The command with its two parts. Exit status: 1 it failed, 2 a setting or argument is wrong.
     */
    static CommandSpec spec(Map<String, String> environment, SecureRandom random) {
        CommandSpec store = CommandSpec.create();
        store.mixinStandardHelpOptions(true);
        store.usageMessage()
                .description("Carries what the configured store holds into a file, and back.");
        store.addSubcommand(
                "export",
                new StoreCommand(new OnStore(environment, random, false), StoreCommand::export)
                        .described(
                                "Writes every record into a new file, sealed as it is. With the operator's secret it is"
                                        + " worth as much as the store: keep it like one."));
        store.addSubcommand(
                "import",
                new StoreCommand(new OnStore(environment, random, true), StoreCommand::read)
                        .described(
                                "Reads records that export wrote. What the store has already stays as it is there."));
        return store;
    }

    private CommandSpec described(String description) {
        spec.mixinStandardHelpOptions(true).usageMessage().description(description);
        ConfigOption.addTo(spec);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .index("0")
                        .arity("1")
                        .required(true)
                        .paramLabel("RECORDS")
                        .type(Path.class)
                        .description("The file of records.")
                        .build());
        return spec;
    }

    private int run() {
        return store.run(spec, this::work);
    }

    private int work(Store open) {
        try {
            spec.commandLine().getOut().println(work.on(open, records()));
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        } catch (StoreTransfer.MalformedException e) {
            return Failure.tell(spec, ExitCode.SOFTWARE, e.getMessage());
        } catch (IOException e) {
            return Failure.tell(spec, ExitCode.SOFTWARE, reason(e));
        }
    }

    private static String export(Store store, Path file) throws IOException {
        var owner = PosixFilePermissions.fromString("rw-------");
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
        } else {
            Files.createFile(file);
        }
        try (Writer writer = Files.newBufferedWriter(file, StandardOpenOption.WRITE);
                ProgressBar progress = ProgressLine.of("export", StoreTransfer.size(store))) {
            return StoreTransfer.write(store, writer, progress::stepBy)
                    + " records written to "
                    + file;
        }
    }

    private static String read(Store store, Path file)
            throws IOException, StoreTransfer.MalformedException {
        try (var bytes = ProgressLine.reading("import", file);
                var reader =
                        new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            StoreTransfer.Tally tally = StoreTransfer.read(reader, store);
            return tally.written()
                    + " records read from "
                    + file
                    + ", "
                    + tally.present()
                    + " left as the store had them";
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
            case FileAlreadyExistsException taken ->
                    taken.getFile() + " exists already; name a new file";
            default -> e.toString();
        };
    }

    private Path records() {
        return spec.commandLine().getParseResult().matchedPositionalValue(0, Path.of(""));
    }
}
