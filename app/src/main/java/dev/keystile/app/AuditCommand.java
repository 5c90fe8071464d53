package dev.keystile.app;

import dev.keystile.app.command.ConfigOption;
import dev.keystile.app.command.Failure;
import dev.keystile.app.config.AppConfig;
import dev.keystile.app.config.InvalidSettingException;
import dev.keystile.app.config.StorageConfig;
import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import dev.keystile.oauth.impl.AuditTrail;
import dev.keystile.oauth.impl.CannotOpenStoreException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code audit verify}: checks the chain of the audit log in the store. */
final class AuditCommand {
    /** The chain is broken. */
    private static final int BROKEN = 3;

    private final Map<String, String> environment;
    private final SecureRandom random;
    private final CommandSpec spec;

    private AuditCommand(Map<String, String> environment, SecureRandom random) {
        this.environment = environment;
        this.random = random;
        Callable<Integer> call = this::run;
        this.spec = CommandSpec.wrapWithoutInspection(call);
    }

    /** The command with its part. Exit status: 1 no store, 2 a setting is wrong, 3 broken. */
    static CommandSpec spec(Map<String, String> environment, SecureRandom random) {
        CommandSpec audit = CommandSpec.create();
        audit.mixinStandardHelpOptions(true);
        audit.usageMessage().description("Who did what.");
        CommandSpec verify = new AuditCommand(environment, random).spec;
        verify.mixinStandardHelpOptions(true)
                .usageMessage()
                .description(
                        "Checks that every record of the audit log in the configured store is there and as it was"
                                + " written, and names the first that is not. A file is checked while no gateway runs on it; a"
                                + " running one checks its own at /admin/api/audit/verify.")
                .footer(
                        "",
                        "Exit status: 0 whole, 1 the store cannot be read, 2 a setting is wrong, 3 broken.");
        ConfigOption.addTo(verify);
        return audit.addSubcommand("verify", verify);
    }

    private int run() {
        try {
            AppConfig config = AppConfig.read(environment, ConfigOption.of(spec));
            if (config.storage() instanceof StorageConfig.Memory) {
                return Failure.tell(
                        spec,
                        ExitCode.USAGE,
                        "state in memory ends with its process; name a store that lasts");
            }
            Logging.configure(System.Logger.Level.WARNING);
            return verify(config.storage());
        } catch (InvalidSettingException e) {
            return Failure.tell(spec, ExitCode.USAGE, e.getMessage());
        } catch (CannotOpenStoreException | StoreUnavailableException e) {
            return Failure.tell(spec, ExitCode.SOFTWARE, e.getMessage());
        }
    }

    private int verify(StorageConfig config) {
        Storage storage = Storage.of(config, Ambient.clock(), random);
        try {
            storage.connect().run();
            return say(new AuditTrail(storage.store(), Ambient.clock(), random).verify());
        } finally {
            storage.close().run();
        }
    }

    private int say(AuditLog.Verdict verdict) {
        return switch (verdict) {
            case AuditLog.Verdict.Whole(long first, long last, String digest) -> {
                spec.commandLine()
                        .getOut()
                        .println(
                                last < first
                                        ? "The audit log is empty."
                                        : "The audit log is whole: records %d to %d, the last with digest %s"
                                                .formatted(first, last, digest));
                spec.commandLine().getOut().flush();
                yield ExitCode.OK;
            }
            case AuditLog.Verdict.Broken(long number, String why) ->
                    Failure.tell(
                            spec,
                            BROKEN,
                            "the audit log is broken at record " + number + ": " + why);
        };
    }
}
