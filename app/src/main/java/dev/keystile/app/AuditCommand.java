package dev.keystile.app;

import dev.keystile.app.command.ConfigOption;
import dev.keystile.app.command.Failure;
import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.AuditTrail;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code audit verify}: checks the chain of the audit log in the store. */
final class AuditCommand {
    /** The chain is broken. */
    private static final int BROKEN = 3;

    private final OnStore store;
    private final CommandSpec spec;

    private AuditCommand(OnStore store) {
        this.store = store;
        Callable<Integer> call = this::run;
        this.spec = CommandSpec.wrapWithoutInspection(call);
    }

    /** The command with its part. Exit status: 1 no store, 2 a setting is wrong, 3 broken. */
    static CommandSpec spec(Map<String, String> environment, SecureRandom random) {
        CommandSpec audit = CommandSpec.create();
        audit.mixinStandardHelpOptions(true);
        audit.usageMessage().description("Who did what.");
        CommandSpec verify = new AuditCommand(new OnStore(environment, random, false)).spec;
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
        return store.run(spec, this::verify);
    }

    private int verify(Store open) {
        return say(new AuditTrail(open, Ambient.clock(), store.random()).verify());
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
