package dev.keystile.oauth.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The account page.
 *
 * @param page ties its forms to the session; to be sent back as it is
 * @param authority whether all can be done; whoever signed in with a dead key can only disconnect
 * @param deadSince when a key of these was found to work no more; null while they work, or when it
 *     was only just found out
 * @param clients what is connected, the latest first
 * @param keys those to choose from when one is to be replaced; empty when there is one alone
 * @param identities what may be used in place of the keys
 */
public record AccountView(
        Secret page,
        boolean authority,
        @Nullable Instant deadSince,
        List<ConnectedClient> clients,
        List<AccountKey> keys,
        List<LinkedIdentity> identities) {
    /** Copies the lists. */
    public AccountView {
        clients = List.copyOf(clients);
        keys = List.copyOf(keys);
        identities = List.copyOf(identities);
    }

    /** Of one key, which is linked with no identity. */
    public AccountView(
            Secret page,
            boolean authority,
            @Nullable Instant deadSince,
            List<ConnectedClient> clients) {
        this(page, authority, deadSince, clients, List.of(), List.of());
    }
}
