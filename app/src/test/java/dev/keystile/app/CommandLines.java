package dev.keystile.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.util.Map;

/** The command line, run in this process. */
final class CommandLines {
    private CommandLines() {}

    /** What it printed, to both outputs. */
    static String run(Map<String, String> environment, String... arguments) {
        var out = new StringWriter();
        Main.commandLine(environment, new SecureRandom())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(arguments);
        return out.toString();
    }
}
