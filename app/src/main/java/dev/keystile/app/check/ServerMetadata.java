package dev.keystile.app.check;

import jakarta.json.JsonObject;

/** What the authorization server says of itself (RFC 8414). */
record ServerMetadata(
        JsonObject document,
        String issuer,
        String authorizationEndpoint,
        String tokenEndpoint,
        String registrationEndpoint,
        String revocationEndpoint) {
    /** Reads the document; its endpoints have to be there. */
    static ServerMetadata of(JsonObject document) {
        return new ServerMetadata(
                document,
                Json.string(document, "issuer"),
                Json.string(document, "authorization_endpoint"),
                Json.string(document, "token_endpoint"),
                Json.string(document, "registration_endpoint"),
                Json.string(document, "revocation_endpoint"));
    }
}
