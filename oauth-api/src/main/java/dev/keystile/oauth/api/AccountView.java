package dev.keystile.oauth.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The account page.
 *
 * @param page ties its forms to the session; to be sent back as it is
 * @param keyWorks whether the key is alive; a dead one can only disconnect
 * @param deadSince when it was found to work no more; null while it works, or when it was only just
 *     found out
 * @param clients what is connected, the latest first
 */
public record AccountView(
        Secret page, boolean keyWorks, @Nullable Instant deadSince, List<ConnectedClient> clients) {
    /** Copies the list. */
    public AccountView {
        clients = List.copyOf(clients);
    }
}
