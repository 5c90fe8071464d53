package dev.keystile.app.trace;

import dev.keystile.oauth.api.Secret;
import java.net.URI;
import java.util.Map;

/**
 * Where spans go, and how many of them.
 *
 * @param endpoint what takes traces by OTLP over HTTP, with its path
 * @param headers fields of every request to it
 * @param sample how large a part of the requests is recorded, from 0 to 1
 * @param serviceName as what this gateway appears
 */
public record TracingSettings(
        URI endpoint, Map<String, Secret> headers, double sample, String serviceName) {
    /** Copies the map. */
    public TracingSettings {
        headers = Map.copyOf(headers);
    }
}
