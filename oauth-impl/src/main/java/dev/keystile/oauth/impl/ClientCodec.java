package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientKeys;
import dev.keystile.oauth.api.ClientMetadata;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import org.jspecify.annotations.Nullable;

/** A client as JSON. */
final class ClientCodec implements Codec<Client> {
    @Override
    public JsonObjectBuilder write(Client client) {
        JsonObjectBuilder json =
                JsonText.object()
                        .add("id", client.id().value())
                        .add("registeredAt", client.registeredAt().toEpochMilli())
                        .add("metadata", write(client.metadata()));
        add(json, "secret", client.secretDigest());
        add(json, "managementToken", client.managementToken());
        return json;
    }

    @Override
    public Client read(JsonObject json) {
        return new Client(
                new ClientId(json.getString("id")),
                metadata(json.getJsonObject("metadata")),
                digest(json, "secret"),
                digest(json, "managementToken"),
                JsonText.instant(json, "registeredAt"));
    }

    static JsonObjectBuilder write(ClientMetadata metadata) {
        JsonObjectBuilder json =
                JsonText.object()
                        .add("redirectUris", JsonText.strings(metadata.redirectUris()))
                        .add("grantTypes", JsonText.strings(metadata.grantTypes()))
                        .add("responseTypes", JsonText.strings(metadata.responseTypes()));
        JsonText.add(json, "clientName", metadata.clientName());
        JsonText.add(json, "authMethod", metadata.tokenEndpointAuthMethod());
        switch (metadata.keys()) {
            case null -> {}
            case ClientKeys.Inline(String jwks) -> json.add("jwks", jwks);
            case ClientKeys.Published(String uri) -> json.add("jwksUri", uri);
        }
        JsonText.add(json, "scope", metadata.scope());
        JsonText.add(json, "applicationType", metadata.applicationType());
        JsonText.add(json, "clientUri", metadata.clientUri());
        JsonText.add(json, "softwareId", metadata.softwareId());
        JsonText.add(json, "softwareVersion", metadata.softwareVersion());
        return json;
    }

    private static void add(JsonObjectBuilder json, String name, @Nullable Digest digest) {
        JsonText.add(json, name, digest == null ? null : digest.value());
    }

    private static @Nullable Digest digest(JsonObject json, String name) {
        String value = JsonText.text(json, name);
        return value == null ? null : new Digest(value);
    }

    private static @Nullable ClientKeys keys(JsonObject json) {
        String jwks = JsonText.text(json, "jwks");
        String uri = JsonText.text(json, "jwksUri");
        return jwks != null
                ? new ClientKeys.Inline(jwks)
                : uri == null ? null : new ClientKeys.Published(uri);
    }

    private static ClientMetadata metadata(JsonObject json) {
        return new ClientMetadata(
                JsonText.strings(json, "redirectUris"),
                JsonText.text(json, "clientName"),
                JsonText.text(json, "authMethod"),
                keys(json),
                JsonText.strings(json, "grantTypes"),
                JsonText.strings(json, "responseTypes"),
                JsonText.text(json, "scope"),
                JsonText.text(json, "applicationType"),
                JsonText.text(json, "clientUri"),
                JsonText.text(json, "softwareId"),
                JsonText.text(json, "softwareVersion"));
    }
}
