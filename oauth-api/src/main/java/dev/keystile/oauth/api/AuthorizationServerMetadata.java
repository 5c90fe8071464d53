package dev.keystile.oauth.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Authorization server metadata (RFC 8414 section 2), with the members of RFC 7591, RFC 9207 and of
 * OAuth Client ID Metadata Document.
 *
 * @param tokenEndpointAuthSigningAlgValuesSupported the algorithms of assertions; empty when {@code
 *     private_key_jwt} is not offered
 * @param introspectionEndpoint null when no resource server may use it; its methods are empty then
 */
public record AuthorizationServerMetadata(
        Issuer issuer,
        String authorizationEndpoint,
        String tokenEndpoint,
        String registrationEndpoint,
        List<String> scopesSupported,
        List<String> responseTypesSupported,
        List<String> responseModesSupported,
        List<String> grantTypesSupported,
        List<String> tokenEndpointAuthMethodsSupported,
        List<String> tokenEndpointAuthSigningAlgValuesSupported,
        List<String> codeChallengeMethodsSupported,
        boolean authorizationResponseIssParameterSupported,
        boolean clientIdMetadataDocumentSupported,
        String revocationEndpoint,
        List<String> revocationEndpointAuthMethodsSupported,
        @Nullable String introspectionEndpoint,
        List<String> introspectionEndpointAuthMethodsSupported) {}
