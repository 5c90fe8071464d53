package dev.keystile.app.command;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** How a command ends that could not do what it was for. */
public final class Failure {
    private Failure() {}

    /** Says why in one line, and gives the exit status back. */
    public static int tell(CommandSpec spec, int status, @Nullable String reason) {
        return tell(spec.commandLine().getErr(), status, reason);
    }

    /** The same for whoever has no command line. */
    public static int tell(PrintWriter err, int status, @Nullable String reason) {
        err.println("keystile: " + reason);
        err.flush();
        return status;
    }
}
