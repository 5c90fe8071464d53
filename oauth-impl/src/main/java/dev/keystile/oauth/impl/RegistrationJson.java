package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientKeys;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ClientUpdate;
import dev.keystile.oauth.api.Secret;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Client metadata and client information as JSON (RFC 7591 sections 2 and 3). */
public final class RegistrationJson {
    private static final String NOT_ONE_OBJECT =
            "Send one JSON object, without repeated members, at most "
                    + StrictJson.MAX_DEPTH
                    + " deep";

    /** What an update must not hold (RFC 7592 section 2.2). */
    private static final List<String> NOT_THE_CLIENTS =
            List.of(
                    "registration_access_token",
                    "registration_client_uri",
                    "client_secret_expires_at",
                    "client_id_issued_at");

    private RegistrationJson() {}

    /** What a registration request says. */
    public sealed interface Reading {
        /** The metadata; members this server does not know are left out. */
        record Metadata(ClientMetadata metadata) implements Reading {}

        /**
         * Not client metadata.
         *
         * @param description public
         */
        record Malformed(String description) implements Reading {}
    }

    /** Reads a request. A member that is null counts as absent. */
    public static Reading read(String text) {
        JsonObject object = parse(text);
        if (object == null) {
            return new Reading.Malformed(NOT_ONE_OBJECT);
        }
        var members = new JsonMembers(object);
        ClientMetadata metadata = metadata(members, null, RegistrationJson::keys);
        return members.wrong()
                .<Reading>map(wrong -> new Reading.Malformed(wrong.description()))
                .orElseGet(() -> new Reading.Metadata(metadata));
    }

    /** What an update says. */
    public sealed interface UpdateReading {
        /** The update; members this server does not know are left out. */
        record Update(ClientUpdate update) implements UpdateReading {}

        /**
         * Not an update.
         *
         * @param description public
         */
        record Malformed(String description) implements UpdateReading {}
    }

    /** Reads an update. A member that is null counts as absent. */
    public static UpdateReading readUpdate(String text) {
        JsonObject object = parse(text);
        if (object == null) {
            return new UpdateReading.Malformed(NOT_ONE_OBJECT);
        }
        var members = new JsonMembers(object);
        NOT_THE_CLIENTS.forEach(name -> forbid(members, name));
        String secret = members.text("client_secret");
        var update =
                new ClientUpdate(
                        members.text("client_id"),
                        secret == null ? null : Secret.of(secret),
                        metadata(members, null, RegistrationJson::keys));
        return members.wrong()
                .<UpdateReading>map(wrong -> new UpdateReading.Malformed(wrong.description()))
                .orElseGet(() -> new UpdateReading.Update(update));
    }

    /**
     * What a client is told of its registration; {@code client_secret_expires_at} 0 means never.
     */
    public static String write(ClientInformation client) {
        ClientMetadata metadata = client.metadata();
        AnswerJson json =
                new AnswerJson()
                        .with("client_id", client.clientId().value())
                        .with("client_id_issued_at", client.issuedAt().getEpochSecond());
        if (client.clientSecret() != null) {
            json.with("client_secret", client.clientSecret().reveal())
                    .with("client_secret_expires_at", 0);
        }
        return json.with("registration_client_uri", client.management().uri())
                .with("registration_access_token", client.management().accessToken().reveal())
                .with("redirect_uris", metadata.redirectUris())
                .with("client_name", metadata.clientName())
                .with("token_endpoint_auth_method", metadata.tokenEndpointAuthMethod())
                .with("jwks", inline(metadata.keys()))
                .with("jwks_uri", published(metadata.keys()))
                .with("grant_types", metadata.grantTypes())
                .with("response_types", metadata.responseTypes())
                .with("scope", metadata.scope())
                .with("application_type", metadata.applicationType())
                .with("client_uri", metadata.clientUri())
                .with("software_id", metadata.softwareId())
                .with("software_version", metadata.softwareVersion())
                .text();
    }

    /**
     * The metadata in such an object.
     *
     * @param method the authentication method when none is said
     */
    static ClientMetadata metadata(
            JsonMembers members,
            @Nullable String method,
            Function<JsonMembers, @Nullable ClientKeys> keys) {
        List<String> redirectUris = members.texts("redirect_uris");
        String clientName = members.text("client_name");
        String said = members.text("token_endpoint_auth_method");
        return new ClientMetadata(
                redirectUris,
                clientName,
                said == null ? method : said,
                keys.apply(members),
                members.texts("grant_types"),
                members.texts("response_types"),
                members.text("scope"),
                members.text("application_type"),
                members.text("client_uri"),
                members.text("software_id"),
                members.text("software_version"));
    }

    private static @Nullable ClientKeys keys(JsonMembers members) {
        JsonObject jwks = members.object("jwks");
        String uri = members.text("jwks_uri");
        if (uri == null || uri.isEmpty()) {
            return jwks == null ? null : new ClientKeys.Inline(jwks.toString());
        }
        if (jwks != null) {
            members.refuse("jwks", "jwks and jwks_uri exclude each other");
        }
        return new ClientKeys.Published(uri);
    }

    private static void forbid(JsonMembers members, String name) {
        if (!members.isAbsent(name)) {
            members.refuse(name, name + " cannot be set by the client; leave it out");
        }
    }

    private static @Nullable JsonObject inline(@Nullable ClientKeys keys) {
        return keys instanceof ClientKeys.Inline(String json) ? parse(json) : null;
    }

    private static @Nullable String published(@Nullable ClientKeys keys) {
        return keys instanceof ClientKeys.Published(String uri) ? uri : null;
    }

    private static @Nullable JsonObject parse(String text) {
        return StrictJson.read(text).orElse(null);
    }
}
