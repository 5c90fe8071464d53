package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.ResourceMatch;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Validates authorization requests in the order that protects people: client, redirect URI, then
 * the rest (OAuth 2.1 section 4.1.2.1).
 */
record RequestValidation(Clients clients, Supplier<ProtectedResources> resources) {
    /** How long a person has for the first page. */
    static final Duration PAGE_LIFE = Duration.ofMinutes(10);

    /** Longest {@code state} that is carried through, in characters. */
    static final int MAX_STATE = 8192;

    private static final Set<String> ONCE =
            Set.of(
                    "response_type",
                    "scope",
                    "state",
                    "code_challenge",
                    "code_challenge_method",
                    "request",
                    "request_uri");

    /** The verdict. */
    sealed interface Verdict {
        /** All is well. */
        record Valid(AuthorizationTransaction transaction) implements Verdict {}

        /** The client or the redirect URI is wrong: nothing may go there. */
        record Untrusted(OAuthFailure failure) implements Verdict {}

        /** The document that describes the client cannot be used now: nothing may go there. */
        record Undescribed(OAuthFailure failure) implements Verdict {}

        /** Something else is wrong, and the client may be told. */
        record Invalid(
                ClientId client, String redirectUri, @Nullable Secret state, OAuthFailure failure)
                implements Verdict {}
    }

    Verdict validate(Parameters parameters, Instant now) {
        if (!parameters.repeated(Set.of("client_id", "redirect_uri")).isEmpty()) {
            return untrusted(
                    OAuthError.INVALID_REQUEST, "client_id and redirect_uri may be sent only once");
        }
        String id = parameters.value("client_id");
        if (id == null) {
            return untrusted(OAuthError.INVALID_REQUEST, "client_id is missing");
        }
        return switch (clients.find(id)) {
            case Clients.Lookup.Found(Clients.Known known) ->
                    validate(known.client(), parameters, now);
            case Clients.Lookup.Unknown(String detail) -> unknown(id, detail);
            case Clients.Lookup.Unreachable(String detail) -> unknown(id, detail);
        };
    }

    /** Whether the client still says of itself what it said when it asked. */
    boolean unchanged(AuthorizationTransaction transaction) {
        return clients.unchanged(transaction.client(), transaction.asker().metadata());
    }

    private Verdict validate(Client client, Parameters parameters, Instant now) {
        String requested = parameters.value("redirect_uri");
        List<String> registered = client.metadata().redirectUris();
        if (requested == null && registered.size() > 1) {
            return untrusted(client, "redirect_uri is missing, and the client registered several");
        }
        String redirectUri = requested == null ? registered.getFirst() : requested;
        boolean allowed =
                registered.stream()
                        .flatMap(text -> RedirectUri.parse(text).stream())
                        .anyMatch(uri -> uri.allows(redirectUri));
        if (!allowed) {
            return untrusted(client, "redirect_uri is not one that the client registered");
        }
        Secret state = parameters.values("state").size() == 1 ? parameters.secret("state") : null;
        return problem(parameters)
                .<Verdict>map(failure ->
                        new Verdict.Invalid(
                                client.id(), redirectUri, state, naming(client, failure)))
                .orElseGet(
                        () -> new Verdict.Valid(transaction(client, redirectUri, parameters, now)));
    }

    private Optional<OAuthFailure> problem(Parameters parameters) {
        Set<String> repeated = parameters.repeated(ONCE);
        String type = parameters.value("response_type");
        if (!repeated.isEmpty()) {
            return invalid("sent more than once: " + String.join(", ", repeated));
        }
        if (parameters.value("request") != null || parameters.value("request_uri") != null) {
            return invalid("request objects are not supported; send plain parameters");
        }
        if (parameters.values("state").stream().anyMatch(state -> state.length() > MAX_STATE)) {
            return invalid("state is longer than " + MAX_STATE + " characters");
        }
        if (type == null) {
            return invalid("response_type is missing");
        }
        if (!type.equals("code")) {
            return failure(OAuthError.UNSUPPORTED_RESPONSE_TYPE, "response_type must be code");
        }
        return pkceProblem(parameters).or(() -> resourceProblem(parameters));
    }

    private static Optional<OAuthFailure> pkceProblem(Parameters parameters) {
        String challenge = parameters.value("code_challenge");
        if (challenge == null) {
            return invalid("code_challenge is missing; PKCE is required");
        }
        if (!Pkce.S256.equals(parameters.value("code_challenge_method"))) {
            return invalid("code_challenge_method must be S256");
        }
        return Pkce.wellFormedChallenge(challenge)
                ? Optional.empty()
                : invalid("code_challenge must be 43 characters of base64url");
    }

    private Optional<OAuthFailure> resourceProblem(Parameters parameters) {
        List<ResourceMatch> matches = matches(parameters);
        boolean unknown = matches.stream().anyMatch(ResourceMatch.Unknown.class::isInstance);
        return unknown || matches.size() > 1
                ? failure(
                        OAuthError.INVALID_TARGET, "resource must name one MCP URL of this server")
                : Optional.empty();
    }

    private List<ResourceMatch> matches(Parameters parameters) {
        return parameters.values("resource").stream()
                .map(resources.get()::match)
                .distinct()
                .toList();
    }

    private AuthorizationTransaction transaction(
            Client client, String redirectUri, Parameters parameters, Instant now) {
        String resource =
                matches(parameters).stream()
                        .map(RequestValidation::chosen)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        return new AuthorizationTransaction(
                new AuthorizationTransaction.Asker(
                        client.id(),
                        client.metadata().clientName(),
                        client.method(),
                        client.metadataDigest()),
                redirectUri,
                parameters.secret("state"),
                Optional.ofNullable(parameters.value("code_challenge")).orElseThrow(),
                granted(client.metadata().scope(), parameters.value("scope")),
                resource,
                now.plus(PAGE_LIFE),
                null,
                null);
    }

    private static @Nullable String chosen(ResourceMatch match) {
        return switch (match) {
            case ResourceMatch.Found(ProtectedResource resource) -> resource.uri();
            case ResourceMatch.Origin _, ResourceMatch.Unknown _ -> null;
        };
    }

    /**
     * Unknown scopes are dropped. Where the request, or the registration, names none that is of use
     * at a resource, all is meant.
     */
    private static Scope granted(@Nullable String registered, @Nullable String requested) {
        Scope known = Scope.parse(requested == null ? "" : requested).intersection(Scope.SUPPORTED);
        Scope rest = known.without(Scope.MCP).without(Scope.MCP_READ);
        boolean all =
                readsAndWrites(known)
                        && readsAndWrites(Scope.parse(registered == null ? "" : registered));
        return rest.with(all ? Scope.MCP : Scope.MCP_READ);
    }

    private static boolean readsAndWrites(Scope scope) {
        return scope.covers(Scope.MCP) || !scope.covers(Scope.MCP_READ);
    }

    private static Verdict unknown(String id, String detail) {
        return new ClientId(id).isUrl()
                ? new Verdict.Undescribed(
                        new OAuthFailure(
                                OAuthError.INVALID_CLIENT,
                                "the document that describes this client cannot be used now",
                                detail))
                : new Verdict.Untrusted(
                        new OAuthFailure(
                                OAuthError.INVALID_CLIENT,
                                "this client is not registered here; register it again",
                                detail));
    }

    private static Verdict untrusted(Client client, String description) {
        return new Verdict.Untrusted(
                naming(client, new OAuthFailure(OAuthError.INVALID_REQUEST, description)));
    }

    /** The log says whose request it was; an id that is not registered may be anything. */
    private static OAuthFailure naming(Client client, OAuthFailure failure) {
        String detail = failure.detail() + " (client " + client.id() + ")";
        return new OAuthFailure(failure.error(), failure.description(), detail);
    }

    private static Verdict untrusted(OAuthError error, String description) {
        return new Verdict.Untrusted(new OAuthFailure(error, description));
    }

    private static Optional<OAuthFailure> invalid(String description) {
        return failure(OAuthError.INVALID_REQUEST, description);
    }

    private static Optional<OAuthFailure> failure(OAuthError error, String description) {
        return Optional.of(new OAuthFailure(error, description));
    }
}
