package dev.keystile.app.check;

import dev.keystile.oauth.api.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** How a walk ended, and what it printed. */
record Outcome(int status, List<String> lines) {
    static Outcome of(FakeGateway gateway, String key, String user) {
        return of(gateway.base(), key, user, Duration.ofSeconds(10));
    }

    static Outcome of(String url, String key, String user, Duration timeout) {
        var text = new StringWriter();
        Secret secret = key == null ? null : Secret.of(key);
        var options = CheckOptions.of(url, secret, user, timeout);
        int status = Check.run(options, new PrintWriter(text), new SecureRandom());
        return new Outcome(status, text.toString().lines().toList());
    }

    List<String> failures() {
        return lines.stream().filter(line -> line.startsWith("FAIL")).toList();
    }

    /** The line of the check with this name. */
    String line(String check) {
        var named = Pattern.compile("(PASS|FAIL)  " + Pattern.quote(check) + "($|: .*| \\(.*)");
        return lines.stream()
                .filter(named.asMatchPredicate())
                .findFirst()
                .orElse("no line for " + check);
    }
}
