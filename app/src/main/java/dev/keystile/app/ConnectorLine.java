package dev.keystile.app;

import dev.keystile.mcp.bridge.BridgeSettings;
import dev.keystile.mcp.bridge.McpBridge;
import dev.keystile.mcp.bridge.McpRequest;
import dev.keystile.mcp.bridge.McpResponse;
import dev.keystile.mcp.bridge.ProbeKeyVerifier;
import dev.keystile.mcp.bridge.UpstreamSettings;
import dev.keystile.mcp.bridge.UpstreamTraces;
import dev.keystile.mcp.bridge.Upstreams;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way to one connector's upstream: a bridge and a verifier of its own, with their connections
 * and what they learned of it. Where anything is said otherwise of the connector, it is another
 * line.
 */
final class ConnectorLine implements AutoCloseable {
    private static final Duration PROOF_PERIOD = Duration.ofDays(1);

    private final Plan plan;
    private final McpBridge bridge;
    private final ProbeKeyVerifier verifier;
    private final OpenParts parts = new OpenParts();
    private final AtomicInteger inside = new AtomicInteger();

    /** Nobody is called before somebody asks for it. */
    ConnectorLine(Plan plan, McpBridge bridge, ProbeKeyVerifier verifier) {
        this.plan = plan;
        this.bridge = bridge;
        this.verifier = verifier;
        parts.add(bridge::close);
        parts.add(verifier::close);
    }

    /** All that makes one line another than the next. */
    record Plan(Connector connector, UpstreamSettings upstream, BridgeSettings bridge) {
        /** How the one upstream is called. */
        Upstreams upstreams(UpstreamTraces traces) {
            return new Upstreams(bridge, Map.of(connector.id(), upstream), traces);
        }
    }

    Plan plan() {
        return plan;
    }

    /** Finds out now and daily whether the upstream refuses wrong keys; keeps nobody waiting. */
    void proveRefusal() {
        var proof =
                RepeatedTask.start(
                        "key-check", PROOF_PERIOD, () -> verifier.proveRefusal(plan.connector()));
        parts.add(proof::close);
    }

    void forward(McpRequest request, McpResponse response) throws IOException {
        inside.incrementAndGet();
        try {
            bridge.forward(request, response);
        } finally {
            inside.decrementAndGet();
        }
    }

    KeyCheck verify(Secret apiKey, @Nullable UserId user) {
        return verifier.verify(plan.connector(), apiKey, user);
    }

    /** Whether the upstream counts as up. */
    boolean isUp() {
        return bridge.isUp(plan.connector().id());
    }

    /** Ends streams that may be quiet for long, so that their clients come back to what is new. */
    void endStreams() {
        bridge.endStreams();
    }

    /** Whether no call is under way. */
    boolean isIdle() {
        return inside.get() == 0;
    }

    int callsOpen() {
        return bridge.callsOpen();
    }

    int streamsOpen() {
        return bridge.streamsOpen();
    }

    @Override
    public void close() {
        parts.close();
    }
}
