package dev.keystile.mcp.bridge;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one connector's upstream is called. Each has connections of its own, so that one that is slow
 * or full takes nothing from the others.
 *
 * @param connectTimeout for a new connection; more than 0
 * @param answerTimeout how long the upstream may be silent in a call
 * @param streamTimeout the same for streams that are quiet by nature
 * @param idleConnections most connections kept open and idle; at least 1
 * @param maxCalls most calls at once, open streams included; one more is answered 503. At least 1
 * @param trust whom TLS trusts; null for Java's own certificates
 * @param headers fields that every request to the upstream has
 * @param keyCheck how an API key is checked
 * @param handling what is done with its calls beside passing them on
 */
public record UpstreamSettings(
        Duration connectTimeout,
        Duration answerTimeout,
        Duration streamTimeout,
        int idleConnections,
        int maxCalls,
        @Nullable TrustedCertificates trust,
        FixedHeaders headers,
        KeyCheckMethod keyCheck,
        CallHandling handling) {
    /** How many calls at once an upstream gets when nothing else is said. */
    public static final int DEFAULT_MAX_CALLS = 2048;

    /** Checks the ranges; the message of the exception names the setting. */
    public UpstreamSettings {
        BridgeSettings.requirePositive("connectTimeout", connectTimeout);
        BridgeSettings.requirePositive("answerTimeout", answerTimeout);
        BridgeSettings.requirePositive("streamTimeout", streamTimeout);
        BridgeSettings.requirePositive("idleConnections", idleConnections);
        BridgeSettings.requirePositive("maxCalls", maxCalls);
    }

    /** The same with other handling. */
    public UpstreamSettings with(CallHandling other) {
        return new UpstreamSettings(
                connectTimeout,
                answerTimeout,
                streamTimeout,
                idleConnections,
                maxCalls,
                trust,
                headers,
                keyCheck,
                other);
    }

    /** An upstream about which nothing more is said than holds for all. */
    public static UpstreamSettings of(BridgeSettings settings) {
        return new UpstreamSettings(
                settings.connectTimeout(),
                settings.answerTimeout(),
                settings.streamTimeout(),
                settings.idleConnections(),
                DEFAULT_MAX_CALLS,
                null,
                FixedHeaders.NONE,
                KeyCheckMethod.Probe.PLAIN,
                CallHandling.PLAIN);
    }
}
