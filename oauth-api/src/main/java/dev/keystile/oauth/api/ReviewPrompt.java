package dev.keystile.oauth.api;

import java.util.List;

/**
 * The second consent page: what the key unlocks.
 *
 * @param serverName as the upstream names itself
 * @param keyChecked whether the upstream is known to refuse wrong keys
 * @param transaction the sealed request with the sealed key, to be sent back as it is
 */
public record ReviewPrompt(
        ConsentSubject subject,
        String serverName,
        List<Tool> tools,
        boolean keyChecked,
        Secret transaction) {
    /** Copies the list. */
    public ReviewPrompt {
        tools = List.copyOf(tools);
    }
}
