package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.LimitFields;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the host's HTTP server is to answer. It may hold tokens, so it prints its status alone.
 *
 * @param headers to set, each once
 * @param body to send in UTF-8; may be empty
 */
public record EndpointAnswer(int status, Map<String, String> headers, String body) {
    private static final Map<String, String> NO_STORE =
            Map.of("Cache-Control", "no-store", "Pragma", "no-cache");

    /** Copies the map. */
    public EndpointAnswer {
        headers = Map.copyOf(headers);
    }

    static EndpointAnswer empty(int status) {
        return new EndpointAnswer(status, NO_STORE, "");
    }

    static EndpointAnswer json(int status, String body) {
        return new EndpointAnswer(status, NO_STORE, body)
                .with("Content-Type", "application/json")
                .with("X-Content-Type-Options", "nosniff");
    }

    static EndpointAnswer failure(int status, OAuthFailure failure) {
        return json(status, OAuthJson.write(failure));
    }

    static EndpointAnswer failure(int status, OAuthError error, String description) {
        return failure(status, new OAuthFailure(error, description));
    }

    /** 401 for {@code invalid_client}, else 400 (RFC 6749 section 5.2). */
    static EndpointAnswer ofClient(OAuthFailure failure) {
        return failure.error() == OAuthError.INVALID_CLIENT
                ? failure(401, failure).with("WWW-Authenticate", "Basic realm=\"keystile\"")
                : failure(400, failure);
    }

    static EndpointAnswer busy(Duration wait) {
        return later(503, wait, "This server cannot answer now; repeat the same request later");
    }

    static EndpointAnswer tooMany(Duration wait) {
        return later(429, wait, "Too many requests; repeat the same request later");
    }

    /** 303: the browser goes on with GET. */
    static EndpointAnswer redirect(Secret location) {
        return empty(303).with("Location", location.reveal());
    }

    EndpointAnswer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new EndpointAnswer(status, more, body);
    }

    EndpointAnswer retryAfter(Duration wait) {
        return with("Retry-After", Long.toString(LimitFields.retryAfter(wait)));
    }

    @Override
    public String toString() {
        return "EndpointAnswer[" + status + "]";
    }

    private static EndpointAnswer later(int status, Duration wait, String description) {
        return failure(status, OAuthError.TEMPORARILY_UNAVAILABLE, description).retryAfter(wait);
    }
}
