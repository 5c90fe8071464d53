package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Checks API keys by a real MCP conversation with the upstream: {@code server/discover}, else
 * {@code initialize}, then {@code tools/list}. HTTP 401 and 403 mean that the key is refused. It
 * never learns whose key it is. Safe for use by many threads.
 */
public final class ProbeKeyVerifier implements ApiKeyVerifier, AutoCloseable {
    private static final Logger LOGGER = System.getLogger(ProbeKeyVerifier.class.getName());

    /**
     * Steps of one check that may each use up their time: discovery, {@code initialize}, the list
     * of tools.
     */
    private static final int STEPS = 3;

    private static final int RANDOM_KEY_BYTES = 24;

    private final BridgeSettings settings;
    private final SecureRandom random;
    private final UpstreamClient client;
    private final Map<ConnectorId, Boolean> refusesWrongKeys = new ConcurrentHashMap<>();

    /**
     * A verifier that knows nothing yet of any upstream. The randomness makes keys that are wrong.
     */
    public ProbeKeyVerifier(BridgeSettings settings, SecureRandom random) {
        this.settings = settings;
        this.random = random;
        this.client = new UpstreamClient(settings, settings.probeTimeout().dividedBy(STEPS));
    }

    @Override
    public KeyCheck verify(Connector connector, Secret apiKey, @Nullable UserId user) {
        KeyCheck check = probe(connector, apiKey, user);
        return check instanceof KeyCheck.Accepted accepted
                ? new KeyCheck.Accepted(
                        null, accepted.serverName(), accepted.tools(), checks(connector))
                : check;
    }

    /**
     * Finds out whether an upstream refuses wrong keys, by trying a random one of the right shape;
     * to be called at start and daily. An upstream that gives no usable answer leaves things as
     * they were; while nothing is known, every {@link #verify} tries again.
     */
    public void proveRefusal(Connector connector) {
        switch (probe(connector, randomKey(connector), null)) {
            case KeyCheck.Rejected _ -> refusesWrongKeys.put(connector.id(), true);
            case KeyCheck.Accepted _ -> {
                refusesWrongKeys.put(connector.id(), false);
                LOGGER.log(
                        Level.WARNING,
                        () -> "key-check.accepts-any-key connector=" + connector.id());
            }
            case KeyCheck.Unavailable _ -> {}
        }
    }

    /** Closes the idle connections. */
    @Override
    public void close() {
        client.close();
    }

    private boolean checks(Connector connector) {
        if (!refusesWrongKeys.containsKey(connector.id())) {
            proveRefusal(connector);
        }
        return refusesWrongKeys.getOrDefault(connector.id(), false);
    }

    /**
     * Holds a check to its time limit; the session that it may have opened is ended without making
     * anybody wait.
     */
    private KeyCheck probe(Connector connector, Secret apiKey, @Nullable UserId user) {
        McpCaller caller = new McpCaller(client, connector, apiKey, user, settings.maxProbeBytes());
        FutureTask<KeyCheck> check = new FutureTask<>(() -> run(connector, caller));
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

    private static KeyCheck run(Connector connector, McpCaller caller) {
        try {
            return new McpProbe(connector, caller).run();
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

    private Secret randomKey(Connector connector) {
        byte[] bytes = new byte[RANDOM_KEY_BYTES];
        random.nextBytes(bytes);
        return Secret.of(
                connector.keyPrefix()
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
