package dev.keystile.oauth.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first consent page: it asks for the API key.
 *
 * @param choices the connectors to choose from; empty when the request, or there being only one,
 *     settles it
 * @param keyOf the connector whose keys look like the typed one, with {@link
 *     KeyProblem#KEY_OF_ANOTHER}; null otherwise
 * @param typedUser what the person typed as user id before; null on the first showing
 * @param reviewFollows whether a second page shows what the key unlocks; otherwise an accepted key
 *     is consent
 * @param transaction the sealed request, to be sent back as it is
 * @param provider what the OpenID provider is called at which the person may sign in instead; null
 *     when there is none
 * @param identity whom the provider named, when the person has been there; null otherwise
 */
public record KeyPrompt(
        ConsentSubject subject,
        List<Connector> choices,
        @Nullable Connector keyOf,
        @Nullable String typedUser,
        boolean reviewFollows,
        Secret transaction,
        @Nullable String provider,
        @Nullable Identity identity) {
    /** Copies the list. */
    public KeyPrompt {
        choices = List.copyOf(choices);
    }

    /** A page with no connector to choose. */
    public KeyPrompt(
            ConsentSubject subject,
            @Nullable String typedUser,
            boolean reviewFollows,
            Secret transaction) {
        this(subject, List.of(), null, typedUser, reviewFollows, transaction, null, null);
    }
}
