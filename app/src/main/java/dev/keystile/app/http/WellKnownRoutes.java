package dev.keystile.app.http;

import dev.keystile.mcp.bridge.ProtectedResourceMetadata;
import dev.keystile.oauth.api.AuthorizationServerMetadata;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.impl.OAuthJson;
import io.helidon.http.NotFoundException;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Discovery: authorization server metadata (RFC 8414) and protected resource metadata (RFC 9728).
 */
final class WellKnownRoutes implements HttpService {
    private static final String RESOURCE = ProtectedResourceMetadata.WELL_KNOWN;

    private final Supplier<ProtectedResources> resources;
    private final Document server;
    private final Observer observer;

    WellKnownRoutes(
            AuthorizationServerMetadata metadata,
            Supplier<ProtectedResources> resources,
            Observer observer) {
        this.observer = observer;
        this.resources = resources;
        this.server = Document.of(ContentTypes.JSON, OAuthJson.write(metadata));
    }

    @Override
    public void routing(HttpRules rules) {
        MethodTable serverMetadata = MethodTable.get(this::serverMetadata);
        rules.any("/.well-known/oauth-authorization-server", serverMetadata)
                // Some clients read only this one; it says the same and invents no members of
                // OpenID Connect.
                .any("/.well-known/openid-configuration", serverMetadata)
                .any(RESOURCE, MethodTable.get(this::resourceMetadata))
                .any(RESOURCE + "/*", MethodTable.get(this::resourceMetadata));
    }

    private void serverMetadata(ServerRequest request, Reply reply) {
        observer.note(new Event.Discovered(null));
        server.send(request, reply);
    }

    private void resourceMetadata(ServerRequest request, Reply reply) {
        String path = request.prologue().uriPath().rawPath().substring(RESOURCE.length());
        ProtectedResource resource =
                resourceAt(path).orElseThrow(() -> new NotFoundException("no such resource"));
        observer.note(new Event.Discovered(resource.uri()));
        String document = ProtectedResourceMetadata.of(resources.get().issuer(), resource).toJson();
        Document.of(ContentTypes.JSON, document).send(request, reply);
    }

    private Optional<ProtectedResource> resourceAt(String path) {
        ProtectedResources all = resources.get();
        return path.isEmpty() ? Optional.of(all.shared()) : all.atPath(path);
    }
}
