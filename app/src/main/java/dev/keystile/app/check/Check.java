package dev.keystile.app.check;

import java.io.PrintWriter;
import java.security.SecureRandom;

/**
 * The self-test of a running gateway. It walks the way that MCP clients walk, from outside and over
 * HTTP, and prints a line for each step: {@code PASS name} or {@code FAIL name: reason}. Nothing
 * secret is printed, and nothing secret is sent anywhere but to the gateway.
 */
public final class Check {
    private Check() {}

    /**
     * Walks and prints. Each request is bounded by the options' timeout, the whole walk by ten
     * times that.
     *
     * @param out where the lines go; flushed after each
     * @param random makes the state and the code verifier of each sign-in
     * @return the exit status: 0 when all passed, 1 otherwise
     */
    public static int run(CheckOptions options, PrintWriter out, SecureRandom random) {
        var report = new Report(out);
        try (var wire = new Wire(options.timeout(), options.wholeTimeout())) {
            PublicWalk.Reached reached =
                    new PublicWalk(wire, options.target(), report, random).run();
            if (options.key() != null) {
                new SignInWalk(wire, options.target(), report, options.key(), random).run(reached);
            }
            reached.leave(wire, report);
        }
        return report.close() ? 0 : 1;
    }
}
