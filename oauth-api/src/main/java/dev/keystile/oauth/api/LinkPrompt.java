package dev.keystile.oauth.api;

/**
 * The page that asks for the API key to link with an identity.
 *
 * @param identity who it would be linked with, signed in moments ago
 * @param proof the sealed identity, to be sent back as it is within 5 minutes
 */
public record LinkPrompt(Identity identity, Secret proof) {}
