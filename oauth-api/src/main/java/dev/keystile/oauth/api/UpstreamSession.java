package dev.keystile.oauth.api;

/**
 * A session that an upstream opened for one grant (MCP revisions up to 2025-11-25).
 *
 * @param id what the upstream calls it
 * @param opening what the client said when it was opened: the {@code params} of its {@code
 *     initialize}, as JSON text, so that another one can be opened in the same words
 */
public record UpstreamSession(Secret id, String opening) {}
