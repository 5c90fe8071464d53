package dev.keystile.bench.load;

import java.util.List;
import java.util.stream.Stream;

/** The parts of the gateway that time and bytes are told apart by. */
enum Part {
    WRITE("write, in the kernel", "sun.nio.ch.SocketDispatcher.write"),
    READ("read, in the kernel", "sun.nio.ch.SocketDispatcher.read"),
    EPOLL("epoll, in the kernel", "sun.nio.ch.EPoll."),
    JSON("JSON parser", "org.eclipse.parsson.", "jakarta.json."),
    CRYPTO(
            "digests and ciphers",
            "javax.crypto.",
            "java.security.",
            "sun.security.",
            "com.sun.crypto."),
    LIMITS(
            "limits",
            "io.github.bucket4j.",
            "dev.keystile.app.ObservedLimiter",
            "dev.keystile.mcp.bridge.CallLimit",
            "dev.keystile.mcp.bridge.CallRates",
            "dev.keystile.mcp.bridge.McpLimits",
            "dev.keystile.mcp.bridge.StreamLimit",
            "dev.keystile.oauth.api.LimitRule",
            "dev.keystile.oauth.impl.DefaultLimits",
            "dev.keystile.oauth.impl.Limit",
            "dev.keystile.oauth.impl.LocalBuckets"),
    OBSERVERS(
            "observers",
            "io.opentelemetry.",
            "io.prometheus.",
            "java.util.logging.",
            "dev.keystile.app.Observers",
            "dev.keystile.app.http.AccessLog",
            "dev.keystile.app.log.",
            "dev.keystile.app.metrics.",
            "dev.keystile.app.trace.",
            "dev.keystile.mcp.bridge.CallWatch",
            "dev.keystile.oauth.impl.AnalyticsCounts",
            "dev.keystile.oauth.impl.AttemptLog",
            "dev.keystile.oauth.impl.Figures",
            "dev.keystile.oauth.impl.Tally",
            "dev.keystile.oauth.impl.UsageCounts"),
    OAUTH("authorization server", "com.github.benmanes.caffeine.", "dev.keystile.oauth."),
    BRIDGE("bridge", "dev.keystile.mcp.bridge."),
    APP("routes and filters", "dev.keystile.app."),
    HELIDON("web server", "io.helidon."),
    /** Everything begins with nothing. */
    JDK("JDK by itself", "");

    private final String text;
    private final List<String> starts;

    /**
     * Makes one.
     *
     * @param starts how the names of its methods begin
     */
    Part(String text, String... starts) {
        this.text = text;
        this.starts = List.of(starts);
    }

    String text() {
        return text;
    }

    /** The one that the innermost method which has one belongs to. */
    static Part of(List<String> methods) {
        return methods.stream().map(Part::of).filter(part -> part != JDK).findFirst().orElse(JDK);
    }

    /** The first that fits, since what is more general stands further below. */
    static Part of(String method) {
        return Stream.of(values())
                .filter(part -> part.starts.stream().anyMatch(method::startsWith))
                .findFirst()
                .orElse(JDK);
    }
}
