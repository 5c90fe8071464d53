package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Secret;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.net.URI;

/**
 * What every call to one connector's upstream needs, worked out once.
 *
 * @param target path and query as they are configured
 */
record Upstream(Origin origin, String target, ApiKeyHeader key, HeaderName keyName) {
    static Upstream of(Connector connector) {
        ApiKeyHeader key = connector.keyHeader();
        URI url = connector.upstream();
        return new Upstream(Origin.of(url), target(url), key, HeaderNames.create(key.name()));
    }

    /** The same key for another URL. */
    Upstream at(URI url) {
        return new Upstream(Origin.of(url), target(url), key, keyName);
    }

    /** The field that carries the API key; marked so that it is never printed. */
    Header keyField(Secret apiKey) {
        return HeaderValues.create(keyName, true, true, key.valueFor(apiKey));
    }

    private static String target(URI url) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
