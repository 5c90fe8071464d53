package dev.keystile.oauth.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an API key travels upstream: the header's name and, where the server wants one, the scheme
 * before the key.
 *
 * @param name for example {@code x-api-key}
 * @param scheme for example {@code Bearer}; null for the bare key
 */
public record ApiKeyHeader(String name, @Nullable String scheme) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** Checks that both parts are HTTP tokens (RFC 9110 section 5.6.2). */
    public ApiKeyHeader {
        if (!TOKEN.matcher(name).matches()
                || (scheme != null && !TOKEN.matcher(scheme).matches())) {
            throw new IllegalArgumentException(
                    "not a header name or scheme: " + name + ", " + scheme);
        }
    }

    /** The header's value for a key. It is as secret as the key. */
    public String valueFor(Secret apiKey) {
        return scheme == null ? apiKey.reveal() : scheme + " " + apiKey.reveal();
    }
}
