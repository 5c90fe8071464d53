package dev.keystile.oauth.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Client metadata (RFC 7591 section 2): as a client asks for it, or as it was registered with the
 * defaults filled in. Everything in it is the client's own claim. Absent lists are empty, absent
 * values null.
 *
 * @param keys of a client that signs its assertions; null for all others
 * @param applicationType {@code native} or {@code web} (OpenID Connect Registration), a hint only
 */
public record ClientMetadata(
        List<String> redirectUris,
        @Nullable String clientName,
        @Nullable String tokenEndpointAuthMethod,
        @Nullable ClientKeys keys,
        List<String> grantTypes,
        List<String> responseTypes,
        @Nullable String scope,
        @Nullable String applicationType,
        @Nullable String clientUri,
        @Nullable String softwareId,
        @Nullable String softwareVersion) {
    /** Copies the lists. */
    public ClientMetadata {
        redirectUris = List.copyOf(redirectUris);
        grantTypes = List.copyOf(grantTypes);
        responseTypes = List.copyOf(responseTypes);
    }
}
