package dev.keystile.app.check;

import static dev.keystile.app.check.CheckFailedException.unless;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** The documents that a client reads before it does anything (RFC 8414, RFC 9728). */
record DiscoveryChecks(Wire wire, CheckTarget target) {
    private static final String MEND_METADATA =
            "a proxy in front has to pass /.well-known/ through";

    /** The authorization server's metadata. */
    ServerMetadata serverMetadata() {
        ServerMetadata metadata =
                ServerMetadata.of(document("/.well-known/oauth-authorization-server"));
        unless(
                metadata.issuer().equals(target.base()),
                "issuer is \""
                        + metadata.issuer()
                        + "\" but this walk uses "
                        + target.base()
                        + "; set API_BASE_URL to the URL that clients use, and give that one here");
        Stream.of(
                        metadata.authorizationEndpoint(),
                        metadata.tokenEndpoint(),
                        metadata.registrationEndpoint(),
                        metadata.revocationEndpoint(),
                        metadata.document().getString("introspection_endpoint", target.url("/")))
                .forEach(url ->
                        unless(
                                target.holds(url),
                                "the endpoint " + url + " is not below the issuer"));
        holdsWhatClientsAskFor(metadata.document());
        return metadata;
    }

    /** The same document where OpenID clients look. */
    void openIdMetadata(ServerMetadata metadata) {
        unless(
                document("/.well-known/openid-configuration").equals(metadata.document()),
                "differs from /.well-known/oauth-authorization-server");
    }

    /** The protected resource's metadata at the path-inserted URL. */
    void resourceMetadata(ServerMetadata metadata) {
        fits(
                document(pathOf(target.metadataOf(target.resource()))),
                target.resource(),
                metadata.issuer());
    }

    /** The shared resource's metadata at the root. */
    void rootResourceMetadata(ServerMetadata metadata) {
        fits(
                document("/.well-known/oauth-protected-resource"),
                target.sharedResource(),
                metadata.issuer());
    }

    /** An unknown document is missing in JSON: pages and 5xx there end a client's discovery. */
    void unknownMetadata() {
        wire.send(Wire.get(target.url("/.well-known/keystile-self-test")))
                .expect(404, MEND_METADATA)
                .json();
    }

    private JsonObject document(String path) {
        JsonObject document =
                wire.send(Wire.get(target.url(path))).expect(200, MEND_METADATA).json();
        return Json.withoutBlanks(document);
    }

    private String pathOf(String url) {
        return url.substring(target.base().length());
    }

    private static void holdsWhatClientsAskFor(JsonObject metadata) {
        holds(metadata, "response_types_supported", "code");
        holds(metadata, "grant_types_supported", "authorization_code");
        holds(metadata, "grant_types_supported", "refresh_token");
        holds(metadata, "token_endpoint_auth_methods_supported", "none");
        holds(metadata, "revocation_endpoint_auth_methods_supported", "none");
        if (metadata.containsKey("introspection_endpoint")) {
            String methods = "introspection_endpoint_auth_methods_supported";
            holds(metadata, methods, "client_secret_basic");
        }
        unless(
                Json.strings(metadata, "code_challenge_methods_supported").equals(List.of("S256")),
                "code_challenge_methods_supported has to be S256 alone");
        unless(
                metadata.getBoolean("authorization_response_iss_parameter_supported", false),
                "authorization_response_iss_parameter_supported is not true");
    }

    private static void holds(JsonObject metadata, String member, String value) {
        unless(Json.strings(metadata, member).contains(value), member + " lacks \"" + value + "\"");
    }

    private static void fits(JsonObject metadata, String resource, String issuer) {
        String named = Json.string(metadata, "resource");
        unless(named.equals(resource), "resource is \"" + named + "\", expected " + resource);
        unless(
                Json.strings(metadata, "authorization_servers").equals(List.of(issuer)),
                "authorization_servers has to hold the issuer alone, byte for byte");
        unless(
                !Json.strings(metadata, "scopes_supported").contains("offline_access"),
                "scopes_supported of a resource must not hold offline_access");
    }
}
