package dev.keystile.oauth.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The second consent page: what the key unlocks.
 *
 * @param serverName as the upstream names itself
 * @param keyChecked whether the upstream is known to refuse wrong keys
 * @param transaction the sealed request with the sealed key, to be sent back as it is
 * @param identity who signed in on the way; null when nobody did
 * @param deadKey what the person may replace by this key; null when there is nothing
 */
public record ReviewPrompt(
        ConsentSubject subject,
        String serverName,
        List<Tool> tools,
        boolean keyChecked,
        Secret transaction,
        @Nullable IdentityUse identity,
        @Nullable DeadKey deadKey) {
    /** Copies the list. */
    public ReviewPrompt {
        tools = List.copyOf(tools);
    }

    /** A page with nothing to replace. */
    public ReviewPrompt(
            ConsentSubject subject,
            String serverName,
            List<Tool> tools,
            boolean keyChecked,
            Secret transaction) {
        this(subject, serverName, tools, keyChecked, transaction, null, null);
    }
}
