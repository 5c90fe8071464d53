package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * What a good access token gives: a call to this resource with this API key.
 *
 * @param clientName the host of the client's document, else the client's own name, cleaned; its id
 *     when it gave none
 * @param user the user id to tell the upstream; null when there is only a pseudonym
 */
public record Access(
        GrantId grant,
        ClientId client,
        String clientName,
        ProtectedResource resource,
        Scope scope,
        @Nullable UserId user,
        Secret apiKey) {}
