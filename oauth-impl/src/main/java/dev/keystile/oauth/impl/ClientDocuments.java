package dev.keystile.oauth.impl;

import java.util.List;
import java.util.Optional;

/**
 * Clients that are known by the URL of a document which describes them (OAuth Client ID Metadata
 * Document). They are resolved, never stored.
 */
interface ClientDocuments {
    /** What stands at a URL. */
    sealed interface Resolution {
        /** A client. */
        record Found(Client client) implements Resolution {}

        /**
         * No client: the URL may not be one, or what it names is withdrawn or does not describe it.
         *
         * @param detail for the log; nothing of what was received
         */
        record Invalid(String detail) implements Resolution {}

        /**
         * Nobody knows: the document could not be fetched now.
         *
         * @param detail for the log; nothing of what was received
         */
        record Unreachable(String detail) implements Resolution {}
    }

    /** Resolves a client id that begins with {@code https://}; may fetch, within a few seconds. */
    Resolution resolve(String url);

    /** The client as it was resolved last, if that is still remembered; fetches nothing. */
    Optional<Client> remembered(String url);

    /** All that are still remembered. */
    default List<Client> remembered() {
        return List.of();
    }

    /** For a server without such clients. */
    ClientDocuments NONE =
            new ClientDocuments() {
                @Override
                public Resolution resolve(String url) {
                    return new Resolution.Invalid("client metadata documents are switched off");
                }

                @Override
                public Optional<Client> remembered(String url) {
                    return Optional.empty();
                }
            };
}
