package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Checks API keys by asking the upstream, in the way that is set for its connector: by a real MCP
 * conversation ({@code server/discover}, else {@code initialize}, then {@code tools/list}), or by a
 * URL that says whose key it is, and then the same for the list of tools. HTTP 401 and 403 mean
 * that the key is refused. Safe for use by many threads.
 */
public final class ProbeKeyVerifier implements ApiKeyVerifier, AutoCloseable {
    private static final Logger LOGGER = System.getLogger(ProbeKeyVerifier.class.getName());

    /**
     * Steps of one check that may each use up their time: discovery, {@code initialize}, the list
     * of tools.
     */
    private static final int STEPS = 3;

    private final BridgeSettings settings;
    private final RefusalProof proof;
    private final UpstreamClients clients;
    private final UpstreamTraces traces;

    /**
     * A verifier that knows nothing yet of any upstream. The randomness makes keys that are wrong.
     */
    public ProbeKeyVerifier(BridgeSettings settings, SecureRandom random, InstantSource clock) {
        this(Upstreams.of(settings), random, clock);
    }

    /** The same for upstreams that are not all called alike. */
    public ProbeKeyVerifier(Upstreams upstreams, SecureRandom random, InstantSource clock) {
        this.settings = upstreams.settings();
        this.traces = upstreams.traces();
        this.proof = new RefusalProof(random);
        this.clients =
                new UpstreamClients(
                        upstreams, _ -> settings.probeTimeout().dividedBy(STEPS), clock);
    }

    @Override
    public KeyCheck verify(Connector connector, Secret apiKey, @Nullable UserId user) {
        KeyCheck check = check(connector, apiKey, user);
        return check instanceof KeyCheck.Accepted accepted
                ? new KeyCheck.Accepted(
                        accepted.owner(),
                        accepted.serverName(),
                        accepted.tools(),
                        proof.holds(connector, wrong -> check(connector, wrong, null)))
                : check;
    }

    /**
     * Finds out whether an upstream refuses wrong keys, by trying a random one of the right shape;
     * to be called at start and daily. An upstream that gives no usable answer leaves things as
     * they were; while nothing is known, every {@link #verify} tries again.
     */
    public void proveRefusal(Connector connector) {
        proof.prove(connector, wrong -> check(connector, wrong, null));
    }

    /** Closes the idle connections. */
    @Override
    public void close() {
        clients.close();
    }

    /**
     * Holds a check to its time limit; the session that it may have opened is ended without making
     * anybody wait.
     */
    private KeyCheck check(Connector connector, Secret apiKey, @Nullable UserId user) {
        UpstreamClient client = clients.of(connector);
        McpCaller caller = new McpCaller(client, apiKey, user, settings.maxProbeBytes());
        FutureTask<KeyCheck> check =
                new FutureTask<>(
                        traces.carried(() ->
                                run(new KeyInquiry(connector, client, caller), apiKey, user)));
        Thread.ofVirtual().name("keystile-key-check").start(check);
        try {
            return check.get(settings.probeTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            return new KeyCheck.Unavailable(
                    "no answer in " + settings.probeTimeout().toMillis() + " ms");
        } catch (ExecutionException bug) {
            throw new IllegalStateException("key check failed", bug);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new KeyCheck.Unavailable("interrupted");
        } finally {
            check.cancel(true);
            Thread.ofVirtual()
                    .name("keystile-key-check-end")
                    .start(() -> endSession(connector, caller));
        }
    }

    private static KeyCheck run(KeyInquiry inquiry, Secret apiKey, @Nullable UserId user) {
        try {
            return inquiry.run(apiKey, user);
        } catch (IOException failed) {
            return new KeyCheck.Unavailable(String.valueOf(failed.getMessage()));
        }
    }

    private static void endSession(Connector connector, McpCaller caller) {
        try {
            caller.endSession();
        } catch (IOException failed) {
            LOGGER.log(
                    Level.DEBUG,
                    () ->
                            "key-check.session-left connector="
                                    + connector.id()
                                    + " reason="
                                    + failed.getMessage());
        }
    }
}
