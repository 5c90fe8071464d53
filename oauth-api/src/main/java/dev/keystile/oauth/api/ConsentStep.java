package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * What a person did on a consent page. {@code transaction} is the page's sealed value, {@code
 * browser} the value of the binding cookie; null where the request had none.
 */
public sealed interface ConsentStep {
    /** The page's sealed value. */
    @Nullable Secret transaction();

    /** The binding cookie's value. */
    @Nullable Secret browser();

    /**
     * A key was typed on the first page.
     *
     * @param connector the id of the connector that was chosen, where the page asked for one
     * @param userId what was typed as user id, where the page asked for one
     */
    record Continue(
            @Nullable Secret transaction,
            @Nullable Secret browser,
            @Nullable Secret apiKey,
            @Nullable String connector,
            @Nullable String userId)
            implements ConsentStep {
        /** From a page that asked for no connector. */
        public Continue(
                @Nullable Secret transaction,
                @Nullable Secret browser,
                @Nullable Secret apiKey,
                @Nullable String userId) {
            this(transaction, browser, apiKey, null, userId);
        }
    }

    /**
     * A sign-in with an identity was chosen on the first page in place of a key.
     *
     * @param connector the id of the connector that was chosen, where the page asked for one
     * @param userId what was typed as user id, where the page asked for one
     * @param language a tag of BCP 47, in which the provider is to speak
     */
    record Identify(
            @Nullable Secret transaction,
            @Nullable Secret browser,
            @Nullable String connector,
            @Nullable String userId,
            String language)
            implements ConsentStep {}

    /**
     * Allow on the second page.
     *
     * @param tools what the client may use; null when the form did not say so in a usable way
     * @param replace whether the key is to be used in place of {@link ReviewPrompt#deadKey}, too
     * @param link whether the key is to be linked with {@link ReviewPrompt#identity}
     */
    record Allow(
            @Nullable Secret transaction,
            @Nullable Secret browser,
            @Nullable ToolPolicy tools,
            boolean replace,
            boolean link)
            implements ConsentStep {
        /** Allow for this client alone. */
        public Allow(
                @Nullable Secret transaction,
                @Nullable Secret browser,
                @Nullable ToolPolicy tools) {
            this(transaction, browser, tools, false, false);
        }

        /** Allow with every tool. */
        public Allow(@Nullable Secret transaction, @Nullable Secret browser) {
            this(transaction, browser, new ToolPolicy.Everything());
        }
    }

    /** Deny on either page. */
    record Deny(@Nullable Secret transaction, @Nullable Secret browser) implements ConsentStep {}
}
