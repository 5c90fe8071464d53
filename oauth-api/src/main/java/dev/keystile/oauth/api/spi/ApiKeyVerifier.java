package dev.keystile.oauth.api.spi;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Asks an upstream whether it accepts an API key, and what the key unlocks. Safe for use by many
 * threads.
 */
public interface ApiKeyVerifier {
    /**
     * Checks a key that fits the connector ({@link Connector#fits}). Takes as long as the upstream
     * does, within the implementation's own time limit; never throws for what the upstream does.
     *
     * @param user the user of a personal URL; null for the shared one
     */
    KeyCheck verify(Connector connector, Secret apiKey, @Nullable UserId user);
}
