package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ActiveToken;
import dev.keystile.oauth.api.AuthorizationServerMetadata;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.UserId;

/**
 * Answers of the authorization server as JSON; those about registrations are in {@link
 * RegistrationJson}. Members without a value are left out.
 */
public final class OAuthJson {
    private OAuthJson() {}

    /** Authorization server metadata (RFC 8414 section 3.2). */
    public static String write(AuthorizationServerMetadata metadata) {
        AnswerJson json = mandatory(metadata);
        if (metadata.clientIdMetadataDocumentSupported()) {
            json.with("client_id_metadata_document_supported", true);
        }
        return json.text();
    }

    /** Tokens (RFC 6749 section 5.1). The text is as secret as they are. */
    public static String write(TokenResponse issued) {
        return new AnswerJson()
                .with("access_token", issued.accessToken().reveal())
                .with("token_type", "Bearer")
                .with("expires_in", issued.expiresInSeconds())
                .with("refresh_token", issued.refreshToken().reveal())
                .with("scope", issued.scope().toString())
                .text();
    }

    /** What a good access token is worth (RFC 7662 section 2.2). */
    public static String write(ActiveToken token) {
        UserId user = token.user();
        return new AnswerJson()
                .with("active", true)
                .with("scope", token.scope().toString())
                .with("client_id", token.client().value())
                .with("username", user == null ? null : user.value())
                .with("token_type", "Bearer")
                .with("exp", token.ends().getEpochSecond())
                .with("sub", token.subject())
                .with("aud", token.resource())
                .with("iss", token.issuer().value())
                .text();
    }

    /** A failure: its code and its public description (RFC 6749 section 5.2). */
    public static String write(OAuthFailure failure) {
        return new AnswerJson()
                .with("error", failure.error().code())
                .with("error_description", failure.description())
                .text();
    }

    private static AnswerJson mandatory(AuthorizationServerMetadata metadata) {
        return new AnswerJson()
                .with("issuer", metadata.issuer().value())
                .with("authorization_endpoint", metadata.authorizationEndpoint())
                .with("token_endpoint", metadata.tokenEndpoint())
                .with("registration_endpoint", metadata.registrationEndpoint())
                .with("scopes_supported", metadata.scopesSupported())
                .with("response_types_supported", metadata.responseTypesSupported())
                .with("response_modes_supported", metadata.responseModesSupported())
                .with("grant_types_supported", metadata.grantTypesSupported())
                .with(
                        "token_endpoint_auth_methods_supported",
                        metadata.tokenEndpointAuthMethodsSupported())
                .with(
                        "token_endpoint_auth_signing_alg_values_supported",
                        metadata.tokenEndpointAuthSigningAlgValuesSupported())
                .with("code_challenge_methods_supported", metadata.codeChallengeMethodsSupported())
                .with(
                        "authorization_response_iss_parameter_supported",
                        metadata.authorizationResponseIssParameterSupported())
                .with("revocation_endpoint", metadata.revocationEndpoint())
                .with(
                        "revocation_endpoint_auth_methods_supported",
                        metadata.revocationEndpointAuthMethodsSupported())
                .with(
                        "revocation_endpoint_auth_signing_alg_values_supported",
                        metadata.tokenEndpointAuthSigningAlgValuesSupported())
                .with("introspection_endpoint", metadata.introspectionEndpoint())
                .with(
                        "introspection_endpoint_auth_methods_supported",
                        metadata.introspectionEndpointAuthMethodsSupported());
    }
}
