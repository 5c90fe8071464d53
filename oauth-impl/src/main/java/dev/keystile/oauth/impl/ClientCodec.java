package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientKeys;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.Secret;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client as JSON; what most clients register is left out. */
final class ClientCodec implements Codec<Client> {
    private static final String METHOD = "method";
    private static final String USUAL_METHOD = AuthMethod.NONE.value();
    private static final String GRANTS = "grants";
    private static final List<String> USUAL_GRANTS = GrantType.all();
    private static final String RESPONSES = "responses";
    private static final List<String> USUAL_RESPONSES = List.of("code");

    /** A client with all that is compared when one proves itself. */
    private static final Client USUAL =
            new Client(
                    new ClientId("usual"),
                    new ClientMetadata(
                            List.of("https://app.example.com/callback"),
                            "App",
                            AuthMethod.CLIENT_SECRET_POST.value(),
                            null,
                            USUAL_GRANTS,
                            USUAL_RESPONSES,
                            null,
                            null,
                            null,
                            null,
                            null),
                    Digest.of(Secret.of("secret")),
                    Digest.of(Secret.of("token")),
                    Instant.EPOCH);

    private static final String DECOY = Repository.text(new ClientCodec(), USUAL);

    @Override
    public JsonObjectBuilder write(Client client) {
        JsonObjectBuilder json = write(client.metadata());
        json.add("at", client.registeredAt().toEpochMilli());
        add(json, "secret", client.secretDigest());
        add(json, "manage", client.managementToken());
        return json;
    }

    @Override
    public Client read(String id, JsonObject json) {
        return new Client(
                new ClientId(id),
                metadata(json),
                digest(json, "secret"),
                digest(json, "manage"),
                JsonText.instant(json, "at"));
    }

    @Override
    public String decoy() {
        return DECOY;
    }

    /** How many bytes the metadata takes in a store. */
    static int size(ClientMetadata metadata) {
        return Crypto.utf8(write(metadata).build().toString()).length;
    }

    static JsonObjectBuilder write(ClientMetadata metadata) {
        JsonObjectBuilder json =
                JsonText.object().add("uris", JsonText.strings(metadata.redirectUris()));
        JsonText.add(json, "name", metadata.clientName());
        addMethod(json, metadata.tokenEndpointAuthMethod());
        switch (metadata.keys()) {
            case null -> {}
            case ClientKeys.Inline(String jwks) -> json.add("jwks", jwks);
            case ClientKeys.Published(String uri) -> json.add("jwksUri", uri);
        }
        addUnless(USUAL_GRANTS, json, GRANTS, metadata.grantTypes());
        addUnless(USUAL_RESPONSES, json, RESPONSES, metadata.responseTypes());
        JsonText.add(json, "scope", metadata.scope());
        JsonText.add(json, "type", metadata.applicationType());
        JsonText.add(json, "page", metadata.clientUri());
        JsonText.add(json, "software", metadata.softwareId());
        JsonText.add(json, "softwareVersion", metadata.softwareVersion());
        return json;
    }

    private static ClientMetadata metadata(JsonObject json) {
        return new ClientMetadata(
                JsonText.strings(json, "uris"),
                JsonText.text(json, "name"),
                method(json),
                keys(json),
                strings(json, GRANTS, USUAL_GRANTS),
                strings(json, RESPONSES, USUAL_RESPONSES),
                JsonText.text(json, "scope"),
                JsonText.text(json, "type"),
                JsonText.text(json, "page"),
                JsonText.text(json, "software"),
                JsonText.text(json, "softwareVersion"));
    }

    /** Null is no method at all, which is not the usual one. */
    private static void addMethod(JsonObjectBuilder json, @Nullable String method) {
        if (method == null) {
            json.addNull(METHOD);
        } else if (!method.equals(USUAL_METHOD)) {
            json.add(METHOD, method);
        }
    }

    private static @Nullable String method(JsonObject json) {
        return JsonValue.NULL.equals(json.get(METHOD))
                ? null
                : json.getString(METHOD, USUAL_METHOD);
    }

    private static void addUnless(
            List<String> usual, JsonObjectBuilder json, String name, List<String> values) {
        if (!values.equals(usual)) {
            json.add(name, JsonText.strings(values));
        }
    }

    private static List<String> strings(JsonObject json, String name, List<String> usual) {
        return json.containsKey(name) ? JsonText.strings(json, name) : usual;
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
}
