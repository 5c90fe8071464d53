package dev.keystile.oauth.api;

/** The authorization server: its use cases, one for each endpoint. */
public interface AuthorizationServer {
    /** Authorization server metadata. */
    AuthorizationServerMetadata metadata();

    /** Dynamic client registration. */
    ClientRegistration registration();

    /** Management of a registration by its client. */
    ClientManagement clientManagement();

    /** The authorization endpoint and its consent pages. */
    Authorization authorization();

    /** The token endpoint. */
    Tokens tokens();

    /** The revocation endpoint. */
    Revocation revocation();

    /** The introspection endpoint. */
    Introspection introspection();

    /** The check of access tokens, for the resource server. */
    BearerTokens bearerTokens();

    /** The sessions of upstreams, for the resource server. */
    UpstreamSessions upstreamSessions();

    /** Where the resource server tells of API keys that its upstream refused. */
    KeyReports keyReports();

    /** What the resource server calls API keys by. */
    KeyNames keyNames();

    /** What persons see of their connections, and do about them. */
    AccountAccess accountAccess();

    /** Signing in with an identity at an OpenID provider. */
    IdentityLogin identityLogin();
}
