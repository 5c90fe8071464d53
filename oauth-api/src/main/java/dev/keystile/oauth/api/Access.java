package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * What a good access token gives: a call to this resource with this API key.
 *
 * @param clientName the host of the client's document, else the client's own name, cleaned; its id
 *     when it gave none
 * @param tools the tools that may be used: what was chosen at consent, within the token's scope
 * @param user the user id to tell the upstream; null when there is only a pseudonym
 */
public record Access(
        GrantId grant,
        AccountId account,
        ClientId client,
        String clientName,
        ProtectedResource resource,
        Scope scope,
        ToolPolicy tools,
        @Nullable UserId user,
        Secret apiKey) {
    /** Narrows the tools to the scope. */
    public Access {
        tools = tools.within(scope);
    }

    /** One with all the tools that the scope allows. */
    public Access(
            GrantId grant,
            AccountId account,
            ClientId client,
            String clientName,
            ProtectedResource resource,
            Scope scope,
            @Nullable UserId user,
            Secret apiKey) {
        this(
                grant,
                account,
                client,
                clientName,
                resource,
                scope,
                new ToolPolicy.Everything(),
                user,
                apiKey);
    }
}
