package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/** What a person does on the account page. */
public sealed interface AccountStep {
    /** Ends one connection; no effect when it is none of theirs. */
    record Disconnect(GrantId grant) implements AccountStep {}

    /** Ends every connection, and every session. */
    record DisconnectAll() implements AccountStep {}

    /** Changes which tools a connection may use; no effect when it is none of theirs. */
    record ChooseTools(GrantId grant, ToolPolicy tools) implements AccountStep {}

    /**
     * Uses another key for every connection, which goes on.
     *
     * @param key {@link AccountKey#id()} of the one to replace; null when there is one alone
     */
    record ReplaceKey(Secret apiKey, @Nullable String key) implements AccountStep {}

    /** Ends that an identity may be used; no effect when it is none of theirs. */
    record Unlink(String identity) implements AccountStep {}

    /** Ends every connection and removes all that is kept of them. */
    record Delete() implements AccountStep {}
}
