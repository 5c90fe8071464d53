package dev.keystile.oauth.impl;

import java.util.Set;

/**
 * Which clients are welcome, and how they may prove themselves.
 *
 * @param privateUseSchemes the schemes that clients' apps may be called back by, for example {@code
 *     cursor} (RFC 8252 section 7.1)
 * @param metadataDocuments whether a client may be known by the URL of a document that describes
 *     it; this server then fetches such documents
 * @param advertisePrivateKeyJwt whether the metadata offers {@code private_key_jwt}; it is accepted
 *     either way
 * @param tokenEndpointAudience whether a client's assertion may name the token endpoint as its
 *     audience, as older clients do, instead of the issuer
 */
public record ClientPolicy(
        Set<String> privateUseSchemes,
        boolean metadataDocuments,
        boolean advertisePrivateKeyJwt,
        boolean tokenEndpointAudience) {
    /** Schemes of widely used MCP clients. */
    public static final Set<String> KNOWN_SCHEMES = Set.of("cursor", "vscode", "vscode-insiders");

    /** The known schemes, documents, {@code private_key_jwt} with the issuer as audience. */
    public static final ClientPolicy DEFAULT = new ClientPolicy(KNOWN_SCHEMES, true, true, false);

    /** Copies the set. */
    public ClientPolicy {
        privateUseSchemes = Set.copyOf(privateUseSchemes);
    }
}
