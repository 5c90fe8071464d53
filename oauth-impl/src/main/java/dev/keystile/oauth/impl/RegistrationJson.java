package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientKeys;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ClientUpdate;
import dev.keystile.oauth.api.Secret;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
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
        var members = new Members(object);
        ClientMetadata metadata = metadata(members);
        return members.wrong == null
                ? new Reading.Metadata(metadata)
                : new Reading.Malformed(members.wrong);
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
        var members = new Members(object);
        NOT_THE_CLIENTS.forEach(members::forbid);
        String secret = members.text("client_secret");
        var update =
                new ClientUpdate(
                        members.text("client_id"),
                        secret == null ? null : Secret.of(secret),
                        metadata(members));
        return members.wrong == null
                ? new UpdateReading.Update(update)
                : new UpdateReading.Malformed(members.wrong);
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

    private static ClientMetadata metadata(Members members) {
        return new ClientMetadata(
                members.texts("redirect_uris"),
                members.text("client_name"),
                members.text("token_endpoint_auth_method"),
                keys(members),
                members.texts("grant_types"),
                members.texts("response_types"),
                members.text("scope"),
                members.text("application_type"),
                members.text("client_uri"),
                members.text("software_id"),
                members.text("software_version"));
    }

    private static @Nullable ClientKeys keys(Members members) {
        JsonObject jwks = members.object("jwks");
        String uri = members.text("jwks_uri");
        if (uri == null || uri.isEmpty()) {
            return jwks == null ? null : new ClientKeys.Inline(jwks.toString());
        }
        if (jwks != null) {
            members.refuse("jwks and jwks_uri exclude each other");
        }
        return new ClientKeys.Published(uri);
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

    /** Reads members and remembers the first one of a wrong type. */
    private static final class Members {
        private final JsonObject object;
        private @Nullable String wrong;

        Members(JsonObject object) {
            this.object = object;
        }

        @Nullable String text(String name) {
            return switch (object.get(name)) {
                case null -> null;
                case JsonString string -> string.getString();
                case JsonValue value when value.equals(JsonValue.NULL) -> null;
                case JsonValue _ -> {
                    refuse(name + " is a string");
                    yield null;
                }
            };
        }

        @Nullable JsonObject object(String name) {
            return switch (object.get(name)) {
                case null -> null;
                case JsonObject found -> found;
                case JsonValue value when value.equals(JsonValue.NULL) -> null;
                case JsonValue _ -> {
                    refuse(name + " is an object");
                    yield null;
                }
            };
        }

        List<String> texts(String name) {
            return switch (object.get(name)) {
                case null -> List.of();
                case JsonArray array -> strings(name, array);
                case JsonValue value when value.equals(JsonValue.NULL) -> List.of();
                case JsonValue _ -> refuse(name + " is an array of strings");
            };
        }

        void forbid(String name) {
            if (!object.getOrDefault(name, JsonValue.NULL).equals(JsonValue.NULL)) {
                refuse(name + " cannot be set by the client; leave it out");
            }
        }

        private List<String> strings(String name, JsonArray array) {
            List<String> strings = new ArrayList<>();
            for (JsonValue value : array) {
                if (!(value instanceof JsonString string)) {
                    return refuse(name + " is an array of strings");
                }
                strings.add(string.getString());
            }
            return strings;
        }

        private List<String> refuse(String description) {
            wrong = wrong == null ? description : wrong;
            return List.of();
        }
    }
}
