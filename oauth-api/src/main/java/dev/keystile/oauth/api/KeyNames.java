package dev.keystile.oauth.api;

/**
 * Gives API keys names, for places where the keys themselves must not stand: the same for the same
 * key of the same connector at all nodes, and of no use to whoever reads it. Safe for use by many
 * threads.
 */
@FunctionalInterface
public interface KeyNames {
    /** The name of a key. */
    String of(ConnectorId connector, Secret apiKey);
}
