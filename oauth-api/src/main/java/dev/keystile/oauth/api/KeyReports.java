package dev.keystile.oauth.api;

/**
 * Takes reports that an upstream refused an API key, and finds out what is behind one. Safe for use
 * by many threads.
 */
public interface KeyReports {
    /**
     * An upstream answered 401 to a call with this access's key. One refusal proves nothing, so the
     * upstream is asked about the key once more, for all who report the same key meanwhile; a key
     * that it refuses again is marked dead, and {@link BearerTokens} refuses its tokens until it is
     * accepted once more. Blocks for as long as that takes; never throws for what the upstream or
     * the store does.
     */
    KeyVerdict refused(Access access);
}
