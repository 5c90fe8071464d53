package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Secret;
import io.helidon.common.uri.UriInfo;
import io.helidon.common.uri.UriPath;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webclient.api.ClientUri;
import java.net.URI;

/** What every call to one connector's upstream needs, worked out once. */
record Upstream(ClientUri uri, ApiKeyHeader key, HeaderName keyName) {
    static Upstream of(Connector connector) {
        ApiKeyHeader key = connector.keyHeader();
        return new Upstream(clientUri(connector.upstream()), key, HeaderNames.create(key.name()));
    }

    /** The same key for another URL. */
    Upstream at(URI url) {
        return new Upstream(clientUri(url), key, keyName);
    }

    /** The field that carries the API key; marked so that the HTTP client never prints it. */
    Header keyField(Secret apiKey) {
        return HeaderValues.create(keyName, true, true, key.valueFor(apiKey));
    }

    /**
     * Path and query go out as configured: the client's own query would be taken apart and put
     * together anew.
     */
    private static ClientUri clientUri(URI uri) {
        boolean https = uri.getScheme().equals("https");
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return ClientUri.create(
                UriInfo.builder()
                        .scheme(uri.getScheme())
                        .host(uri.getHost())
                        .port(uri.getPort() >= 0 ? uri.getPort() : https ? 443 : 80)
                        .path(UriPath.create(path + query))
                        .build());
    }
}
