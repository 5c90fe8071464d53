package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of an authorization server for a host with an HTTP server of its own: a request
 * goes in, the answer to send comes out. They are at the paths that the server's metadata names;
 * beside them are both kinds of metadata (RFC 8414, RFC 9728). Safe for use by many threads; blocks
 * as long as the store and the key check do.
 *
 * <p>What depends on who calls from where is the host's: limits by network, CORS, the time that a
 * request may take.
 */
public final class OAuthEndpoints {
    private static final String RESOURCE_METADATA = "/.well-known/oauth-protected-resource";
    private static final String ONE_CLIENT = ProgramEndpoints.REGISTER + "/";

    private final DefaultAuthorizationServer server;
    private final Supplier<ProtectedResources> resources;
    private final Map<String, Map<String, Endpoint>> endpoints;
    private final Map<String, Endpoint> client;

    /** Answers one request. */
    @FunctionalInterface
    private interface Endpoint {
        EndpointAnswer answer(EndpointRequest request) throws IOException;
    }

    /** Those of a server. */
    public OAuthEndpoints(DefaultAuthorizationServer server, ConsentPages pages) {
        this.server = server;
        this.resources = server.resources();
        var programs = new ProgramEndpoints(server);
        var browsers = new BrowserEndpoints(server.authorization(), pages, issuer());
        this.client =
                Map.of(
                        "GET",
                        programs::readClient,
                        "PUT",
                        programs::updateClient,
                        "DELETE",
                        programs::deleteClient);
        Map<String, Map<String, Endpoint>> paths = new LinkedHashMap<>();
        paths.put("/.well-known/oauth-authorization-server", Map.of("GET", programs::metadata));
        paths.put("/.well-known/openid-configuration", Map.of("GET", programs::metadata));
        paths.put("/oauth/authorize", Map.of("GET", browsers::authorize));
        paths.put("/oauth/callback", Map.of("POST", browsers::callback));
        paths.put(ProgramEndpoints.REGISTER, Map.of("POST", programs::register));
        paths.put("/oauth/token", Map.of("POST", programs::token));
        paths.put("/oauth/revoke", Map.of("POST", programs::revoke));
        paths.put("/oauth/introspect", Map.of("POST", programs::introspect));
        this.endpoints = Map.copyOf(paths);
    }

    /**
     * Answers a request: 404 where there is no endpoint, 405 for another method than the
     * endpoint's, 503 while the store is away.
     *
     * @throws IOException when the request's body cannot be read
     */
    public EndpointAnswer answer(EndpointRequest request) throws IOException {
        Map<String, Endpoint> methods = methods(request.path());
        if (methods == null) {
            return EndpointAnswer.empty(404);
        }
        Endpoint endpoint = methods.get(request.method());
        if (endpoint == null) {
            String allowed = String.join(", ", methods.keySet().stream().sorted().toList());
            return EndpointAnswer.empty(405).with("Allow", allowed);
        }
        try {
            return endpoint.answer(request);
        } catch (StoreUnavailableException away) {
            return EndpointAnswer.busy(StoreUnavailableException.RETRY_AFTER);
        }
    }

    /**
     * Answers a request to one of the protected resources: with what the resource says to what the
     * token gives, or else 401 with the way to sign in (RFC 6750 section 3, RFC 9728 section 5.1);
     * 404 where there is no resource, 503 while the store is away.
     */
    public EndpointAnswer guard(EndpointRequest request, Function<Access, EndpointAnswer> says) {
        Optional<ProtectedResource> resource = resources.get().atPath(request.path());
        if (resource.isEmpty()) {
            return EndpointAnswer.empty(404);
        }
        Secret token = request.bearer();
        if (token == null) {
            return challenge(false, resource.get());
        }
        return switch (check(token, resource.get())) {
            case null -> EndpointAnswer.busy(StoreUnavailableException.RETRY_AFTER);
            case BearerCheck.Allowed(Access access) -> says.apply(access);
            case BearerCheck.Refused(var _) -> challenge(true, resource.get());
        };
    }

    /** Null while the store is away. */
    private @Nullable BearerCheck check(Secret token, ProtectedResource resource) {
        try {
            return server.bearerTokens().check(token, resource);
        } catch (StoreUnavailableException away) {
            return null;
        }
    }

    private EndpointAnswer challenge(boolean sent, ProtectedResource resource) {
        String path = resource.uri().substring(issuer().value().length());
        return ProgramEndpoints.challenge(
                sent, ", resource_metadata=\"" + issuer().url(RESOURCE_METADATA + path) + "\"");
    }

    private @Nullable Map<String, Endpoint> methods(String path) {
        if (path.startsWith(ONE_CLIENT) && path.length() > ONE_CLIENT.length()) {
            return client;
        }
        return path.startsWith(RESOURCE_METADATA)
                ? resource(path.substring(RESOURCE_METADATA.length()))
                        .map(found -> Map.<String, Endpoint>of("GET", _ -> metadata(found)))
                        .orElse(null)
                : endpoints.get(path);
    }

    private Optional<ProtectedResource> resource(String path) {
        ProtectedResources all = resources.get();
        return path.isEmpty() ? Optional.of(all.shared()) : all.atPath(path);
    }

    private EndpointAnswer metadata(ProtectedResource resource) {
        return EndpointAnswer.json(
                200,
                new AnswerJson()
                        .with("resource", resource.uri())
                        .with("authorization_servers", List.of(issuer().value()))
                        .with("bearer_methods_supported", List.of("header"))
                        .with("scopes_supported", Scope.OF_RESOURCES.tokens())
                        .with("resource_name", resource.connector().displayName())
                        .text());
    }

    private Issuer issuer() {
        return resources.get().issuer();
    }
}
