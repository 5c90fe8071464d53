package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientKeys;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.OAuthError;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client's document says (OAuth Client ID Metadata Document, section 4). What it may
 * say is what may be registered, but for shared secrets: the document is public.
 */
record ClientDocument(RegistrationRules rules) {
    private static final Set<AuthMethod> METHODS =
            Set.of(AuthMethod.NONE, AuthMethod.PRIVATE_KEY_JWT);

    /** What a document comes to. */
    sealed interface Reading {
        /** A client. */
        record Described(Client client) implements Reading {}

        /**
         * None.
         *
         * @param detail for the log; nothing of what was received
         */
        record Malformed(String detail) implements Reading {}
    }

    /** Reads the document that stands at a URL. Members this server does not know say nothing. */
    Reading read(String url, JsonObject json, Instant now) {
        JsonMembers members = new JsonMembers(json);
        ClientMetadata said =
                RegistrationJson.metadata(members, AuthMethod.NONE.value(), ClientDocument::keys);
        Optional<String> problem =
                members.wrong()
                        .map(wrong -> wrong.member() + " is of a wrong type")
                        .or(() -> identityProblem(url, members))
                        .or(() -> authenticationProblem(said, members));
        return problem.<Reading>map(Reading.Malformed::new).orElseGet(() -> read(url, said, now));
    }

    /** The names of what people see, or go by, that differs. */
    static List<String> changes(Client before, Client after) {
        ClientMetadata old = before.metadata();
        ClientMetadata now = after.metadata();
        return Change.names(
                new Change("redirect_uris", old.redirectUris(), now.redirectUris()),
                new Change("token_endpoint_auth_method", before.method(), after.method()),
                new Change("keys", old.keys(), now.keys()),
                new Change("client_name", old.clientName(), now.clientName()));
    }

    private Reading read(String url, ClientMetadata said, Instant now) {
        return switch (rules.apply(said)) {
            case RegistrationRules.Verdict.Accepted(ClientMetadata metadata) ->
                    metadata.clientName() == null
                            ? new Reading.Malformed("client_name is missing")
                            : new Reading.Described(
                                    new Client(new ClientId(url), metadata, null, now));
            case RegistrationRules.Verdict.Refused(OAuthError _, String description) ->
                    new Reading.Malformed(description);
        };
    }

    private static @Nullable ClientKeys keys(JsonMembers members) {
        JsonObject jwks = members.object("jwks");
        String uri = members.text("jwks_uri");
        if (jwks != null) {
            return new ClientKeys.Inline(jwks.toString());
        }
        return uri == null ? null : new ClientKeys.Published(uri);
    }

    private static Optional<String> identityProblem(String url, JsonMembers members) {
        if (!url.equals(members.text("client_id"))) {
            return Optional.of("client_id is not the URL of the document");
        }
        return members.has("client_secret") || members.has("client_secret_expires_at")
                ? Optional.of("the document holds a secret")
                : Optional.empty();
    }

    private static Optional<String> authenticationProblem(
            ClientMetadata said, JsonMembers members) {
        Optional<AuthMethod> method =
                Optional.ofNullable(said.tokenEndpointAuthMethod())
                        .flatMap(AuthMethod::of)
                        .filter(METHODS::contains);
        if (method.isEmpty()) {
            return Optional.of("token_endpoint_auth_method is not one for a public document");
        }
        return members.object("jwks") != null && members.text("jwks_uri") != null
                ? Optional.of("jwks and jwks_uri are both there")
                : Optional.empty();
    }

    /** One thing that may have changed. */
    private record Change(String name, @Nullable Object before, @Nullable Object after) {
        static List<String> names(Change... changes) {
            return List.of(changes).stream()
                    .filter(change -> !Objects.equals(change.before, change.after))
                    .map(Change::name)
                    .toList();
        }
    }
}
