package dev.keystile.oauth.api;

import java.util.Optional;
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

    /**
     * Whether it is {@code Authorization}, where a caller's key and a caller's token cannot stand
     * beside each other.
     */
    public boolean isAuthorization() {
        return name.equalsIgnoreCase("authorization");
    }

    /**
     * The key in a value of the header; empty when it has another scheme (compared without case,
     * RFC 9110 section 11.1) or nothing after it. Says nothing of the key's shape.
     */
    public Optional<Secret> keyIn(String value) {
        String bare = value.strip();
        if (scheme == null) {
            return bare.isEmpty() ? Optional.empty() : Optional.of(Secret.of(bare));
        }
        int end = scheme.length();
        boolean ours =
                bare.length() > end
                        && bare.regionMatches(true, 0, scheme, 0, end)
                        && bare.charAt(end) == ' ';
        return ours ? Optional.of(Secret.of(bare.substring(end).strip())) : Optional.empty();
    }

    /** The header's value for a key. It is as secret as the key. */
    public String valueFor(Secret apiKey) {
        return scheme == null ? apiKey.reveal() : scheme + " " + apiKey.reveal();
    }
}
