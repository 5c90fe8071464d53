package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Whether upstreams refuse wrong keys, found out by trying a random one of the right shape. An
 * upstream that gives no usable answer leaves things as they were.
 */
final class RefusalProof {
    private static final Logger LOGGER = System.getLogger(RefusalProof.class.getName());
    private static final int RANDOM_KEY_BYTES = 24;

    private final SecureRandom random;
    private final Map<ConnectorId, Boolean> refusesWrongKeys = new ConcurrentHashMap<>();

    RefusalProof(SecureRandom random) {
        this.random = random;
    }

    /** Tries it now. */
    void prove(Connector connector, Function<Secret, KeyCheck> check) {
        switch (check.apply(randomKey(connector))) {
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

    /** What is known; while nothing is, it is tried. */
    boolean holds(Connector connector, Function<Secret, KeyCheck> check) {
        if (!refusesWrongKeys.containsKey(connector.id())) {
            prove(connector, check);
        }
        return refusesWrongKeys.getOrDefault(connector.id(), false);
    }

    private Secret randomKey(Connector connector) {
        byte[] bytes = new byte[RANDOM_KEY_BYTES];
        random.nextBytes(bytes);
        return Secret.of(
                connector.keyPrefix()
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
