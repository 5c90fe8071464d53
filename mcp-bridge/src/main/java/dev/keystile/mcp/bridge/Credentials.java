package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Secret;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request's {@code Authorization} fields hold (RFC 6750 section 2.1). Tokens in the URL are
 * not looked for.
 */
sealed interface Credentials {
    /** Nothing, or another scheme, which RFC 6750 section 3.1 treats alike. */
    record None() implements Credentials {}

    /** More than one field, or a Bearer field without a well-formed token. */
    record Malformed() implements Credentials {}

    /** A token that has the right shape. */
    record Bearer(Secret token) implements Credentials {}

    /**
     * The scheme, then what follows it; the scheme's case does not matter (RFC 9110 section 11.1).
     */
    Pattern BEARER = Pattern.compile("(?i:bearer)(?: +(.*))?");

    /** A b64token (RFC 6750 section 2.1). */
    Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]++=*+");

    /** Reads all values of the header. */
    static Credentials read(List<String> authorization) {
        if (authorization.isEmpty()) {
            return new None();
        }
        if (authorization.size() > 1) {
            return new Malformed();
        }
        Matcher bearer = BEARER.matcher(authorization.getFirst().strip());
        return bearer.matches() ? read(bearer.group(1)) : new None();
    }

    private static Credentials read(@Nullable String token) {
        return token != null && TOKEN.matcher(token).matches()
                ? new Bearer(Secret.of(token))
                : new Malformed();
    }
}
