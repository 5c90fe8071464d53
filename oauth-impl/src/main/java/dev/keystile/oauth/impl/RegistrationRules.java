package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientKeys;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Scope;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What may be registered, and what is filled in (RFC 7591 section 2). */
record RegistrationRules(Set<String> privateUseSchemes) {
    private static final int MAX_REDIRECT_URIS = 10;
    private static final int MAX_ALL_URIS = 3072;
    private static final int MAX_TEXT = 512;

    /** With the digests and the time that come to it a record has at most 4 KB. */
    private static final int MAX_STORED = 3840;

    private static final String CODE = "code";

    /** The metadata as registered, or the refusal. */
    sealed interface Verdict {
        /** Registered as this. */
        record Accepted(ClientMetadata metadata) implements Verdict {}

        /** Not registered. */
        record Refused(OAuthError error, String description) implements Verdict {}
    }

    /** As for what a store keeps: of that there is a most. */
    Verdict register(ClientMetadata requested) {
        Verdict verdict = apply(requested);
        return verdict instanceof Verdict.Accepted(ClientMetadata metadata)
                        && ClientCodec.size(metadata) > MAX_STORED
                ? bad(
                        "a registration may have at most "
                                + MAX_STORED
                                + " bytes; many keys need jwks_uri")
                : verdict;
    }

    Verdict apply(ClientMetadata requested) {
        if (requested.redirectUris().isEmpty()) {
            return badUri("redirect_uris must name at least one URI");
        }
        if (requested.redirectUris().size() > MAX_REDIRECT_URIS) {
            return badUri("redirect_uris may name at most " + MAX_REDIRECT_URIS + " URIs");
        }
        if (requested.redirectUris().stream().mapToInt(String::length).sum() > MAX_ALL_URIS) {
            return badUri("redirect_uris may have " + MAX_ALL_URIS + " characters in all");
        }
        List<RedirectUri> uris =
                requested.redirectUris().stream()
                        .flatMap(text -> RedirectUri.parse(text).stream())
                        .toList();
        if (uris.size() < requested.redirectUris().size()
                || uris.stream().anyMatch(RedirectUri::dangerous)) {
            return badUri(
                    "every redirect URI must be absolute, without fragment, user information and parameters of the response, and either https, "
                            + "http on localhost, 127.0.0.1 or [::1], or of a private-use scheme; at most "
                            + RedirectUri.MAX_LENGTH
                            + " characters");
        }
        List<String> kept =
                uris.stream()
                        .filter(uri -> uri.registrable(privateUseSchemes))
                        .map(RedirectUri::text)
                        .distinct()
                        .toList();
        return kept.isEmpty()
                ? badUri("none of the redirect URIs has a scheme that is allowed here")
                : rest(requested, kept);
    }

    private Verdict rest(ClientMetadata requested, List<String> redirectUris) {
        String method =
                Objects.requireNonNullElseGet(
                        requested.tokenEndpointAuthMethod(), () -> defaultMethod(redirectUris));
        if (AuthMethod.of(method).isEmpty()) {
            return bad(
                    "token_endpoint_auth_method must be one of "
                            + String.join(", ", AuthMethod.all()));
        }
        List<String> grantTypes = grantTypes(requested.grantTypes());
        if (!grantTypes.contains(GrantType.AUTHORIZATION_CODE.value())) {
            return bad("grant_types must contain authorization_code");
        }
        if (!requested.responseTypes().isEmpty() && !requested.responseTypes().contains(CODE)) {
            return bad("response_types must contain code");
        }
        if (Stream.of(
                        requested.softwareId(),
                        requested.softwareVersion(),
                        requested.clientUri(),
                        requested.applicationType())
                .anyMatch(text -> text != null && text.length() > MAX_TEXT)) {
            return bad("a text is longer than " + MAX_TEXT + " characters");
        }
        return keys(requested, new Settled(redirectUris, method, grantTypes));
    }

    /** What stands before the keys are looked at. */
    private record Settled(List<String> redirectUris, String method, List<String> grantTypes) {}

    /** A client that signs nothing has no use for keys: they are not registered. */
    private static Verdict keys(ClientMetadata requested, Settled settled) {
        if (!settled.method().equals(AuthMethod.PRIVATE_KEY_JWT.value())) {
            return new Verdict.Accepted(registered(requested, settled, null));
        }
        return switch (KeyRules.apply(requested.keys())) {
            case KeyRules.Verdict.Accepted(ClientKeys keys) ->
                    new Verdict.Accepted(registered(requested, settled, keys));
            case KeyRules.Verdict.Refused(String description) -> bad(description);
        };
    }

    private static ClientMetadata registered(
            ClientMetadata requested, Settled settled, @Nullable ClientKeys keys) {
        return new ClientMetadata(
                settled.redirectUris(),
                nonBlank(
                        Optional.ofNullable(requested.clientName())
                                .map(DisplayName::clean)
                                .orElse(null)),
                settled.method(),
                keys,
                settled.grantTypes(),
                List.of(CODE),
                scope(requested.scope()),
                plain(requested.applicationType()),
                webPage(requested.clientUri()),
                plain(requested.softwareId()),
                plain(requested.softwareVersion()));
    }

    /**
     * Old client models know only {@code none} and {@code client_secret_post}; an app on one's
     * machine keeps no secret.
     */
    private static String defaultMethod(List<String> redirectUris) {
        boolean ownMachine =
                redirectUris.stream()
                        .flatMap(text -> RedirectUri.parse(text).stream())
                        .allMatch(RedirectUri::onOwnMachine);
        return (ownMachine ? AuthMethod.NONE : AuthMethod.CLIENT_SECRET_POST).value();
    }

    /**
     * With every code comes a refresh token, so who may exchange codes may refresh, and is told so
     * (RFC 7591 section 3.2.1).
     */
    private static List<String> grantTypes(List<String> requested) {
        List<String> all = GrantType.all();
        return requested.isEmpty() || requested.contains(GrantType.AUTHORIZATION_CODE.value())
                ? all
                : all.stream().filter(requested::contains).toList();
    }

    private static @Nullable String scope(@Nullable String requested) {
        return requested == null
                ? null
                : nonBlank(Scope.parse(requested).intersection(Scope.SUPPORTED).toString());
    }

    private static @Nullable String webPage(@Nullable String uri) {
        return uri == null
                ? null
                : RedirectUri.parse(uri)
                        .filter(RedirectUri::onTheWeb)
                        .map(RedirectUri::text)
                        .orElse(null);
    }

    /** Left out when it holds what nobody can see, or half a character, which no store can keep. */
    private static @Nullable String plain(@Nullable String text) {
        return text != null && DisplayName.visible(text) ? nonBlank(text) : null;
    }

    private static @Nullable String nonBlank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static Verdict bad(String description) {
        return new Verdict.Refused(OAuthError.INVALID_CLIENT_METADATA, description);
    }

    private static Verdict badUri(String description) {
        return new Verdict.Refused(OAuthError.INVALID_REDIRECT_URI, description);
    }
}
