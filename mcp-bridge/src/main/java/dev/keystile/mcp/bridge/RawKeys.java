package dev.keystile.mcp.bridge;

/**
 * Whether callers may go on sending an API key in place of a token, as they did before there was a
 * gateway.
 *
 * @param allowed whether they may
 * @param passUserId whether the upstream gets the user id of the personal URL, or at the shared URL
 *     the {@code x-user-id} that the caller sent, and the caller's {@code x-client-name}: only for
 *     an upstream that checks itself whether key and user id belong together
 */
public record RawKeys(boolean allowed, boolean passUserId) {
    /** They may, and the upstream hears nothing of users. */
    public static final RawKeys ALLOWED = new RawKeys(true, false);

    /** Every request needs a token. */
    public static final RawKeys REFUSED = new RawKeys(false, false);
}
