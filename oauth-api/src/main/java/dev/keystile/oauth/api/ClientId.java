package dev.keystile.oauth.api;

import java.net.URI;

/**
 * A client identifier (RFC 6749 section 2.2): minted here, or the URL of a document that describes
 * the client. Those minted here never begin with {@code https://}.
 */
public record ClientId(String value) {
    /** Whether it names a document. */
    public boolean isUrl() {
        return value.startsWith("https://");
    }

    /**
     * The host that publishes the document, for a client that was accepted: what a person can go
     * by, since a client's name is its own choice.
     *
     * @throws IllegalStateException when the id was minted here
     */
    public String host() {
        if (!isUrl()) {
            throw new IllegalStateException("the id of a registered client names no host");
        }
        return URI.create(value).getHost();
    }

    @Override
    public String toString() {
        return value;
    }
}
