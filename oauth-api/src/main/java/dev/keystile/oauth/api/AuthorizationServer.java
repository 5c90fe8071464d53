package dev.keystile.oauth.api;

/** The authorization server: its use cases, one for each endpoint. */
public interface AuthorizationServer {
    /** Authorization server metadata. */
    AuthorizationServerMetadata metadata();

    /** Dynamic client registration. */
    ClientRegistration registration();

    /** The authorization endpoint and its consent pages. */
    Authorization authorization();

    /** The token endpoint. */
    Tokens tokens();

    /** The check of access tokens, for the resource server. */
    BearerTokens bearerTokens();
}
