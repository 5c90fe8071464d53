package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.KeyCheck;
import dev.keystile.oauth.api.spi.Observer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the upstream about keys. One that it accepts is dead no more, whoever asked: the accounts of
 * that key live again before the answer is given, unless the key is named as somebody else's.
 */
record RevivingVerifier(ApiKeyVerifier upstream, KeyMarks marks, DeathToll toll, Observer observer)
        implements ApiKeyVerifier {
    private static final System.Logger LOG = System.getLogger(RevivingVerifier.class.getName());

    @Override
    public KeyCheck verify(Connector connector, Secret apiKey, @Nullable UserId user) {
        KeyCheck check = upstream.verify(connector, apiKey, user);
        if (check instanceof KeyCheck.Accepted accepted) {
            accepted(connector, apiKey, accepted.owner());
        }
        return check;
    }

    /** Takes to the accounts of a key that the upstream accepted it, as that of this owner. */
    void accepted(Connector connector, Secret apiKey, @Nullable UserId owner) {
        toll.forget(connector.id(), apiKey);
        Set<String> revived = marks.revive(connector.id(), apiKey, owner);
        if (!revived.isEmpty()) {
            observer.note(new Event.KeyRevived(connector.id(), revived.size()));
            LOG.log(
                    System.Logger.Level.INFO,
                    "key.revived connector={0} accounts={1}",
                    connector.id(),
                    Integer.toString(revived.size()));
        }
    }
}
