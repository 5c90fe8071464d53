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
 * @param rawKeys whether callers may send an API key in place of a token
 * @param tools what is said of its tools beside what it says itself
 * @param repairVersion whether {@code MCP-Protocol-Version} is made to agree with the message, for
 *     clients that say two different things and an upstream that refuses that
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
        RawKeys rawKeys,
        ToolHints tools,
        boolean repairVersion) {
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

    /** One that takes raw keys, and of whose tools nothing is said. */
    public UpstreamSettings(
            Duration connectTimeout,
            Duration answerTimeout,
            Duration streamTimeout,
            int idleConnections,
            int maxCalls,
            @Nullable TrustedCertificates trust,
            FixedHeaders headers,
            KeyCheckMethod keyCheck) {
        this(
                connectTimeout,
                answerTimeout,
                streamTimeout,
                idleConnections,
                maxCalls,
                trust,
                headers,
                keyCheck,
                RawKeys.ALLOWED,
                ToolHints.NONE,
                false);
    }

    /** The same with another rule for raw keys. */
    public UpstreamSettings with(RawKeys rule) {
        return new UpstreamSettings(
                connectTimeout,
                answerTimeout,
                streamTimeout,
                idleConnections,
                maxCalls,
                trust,
                headers,
                keyCheck,
                rule,
                tools,
                repairVersion);
    }

    /** The same with something said of its tools. */
    public UpstreamSettings with(ToolHints said) {
        return new UpstreamSettings(
                connectTimeout,
                answerTimeout,
                streamTimeout,
                idleConnections,
                maxCalls,
                trust,
                headers,
                keyCheck,
                rawKeys,
                said,
                repairVersion);
    }

    /** The same with a version that is repaired, or not. */
    public UpstreamSettings withVersionRepaired(boolean repaired) {
        return new UpstreamSettings(
                connectTimeout,
                answerTimeout,
                streamTimeout,
                idleConnections,
                maxCalls,
                trust,
                headers,
                keyCheck,
                rawKeys,
                tools,
                repaired);
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
                KeyCheckMethod.Probe.PLAIN);
    }
}
