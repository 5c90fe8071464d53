package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Secret;
import java.util.List;

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

    /** The scheme; its case does not matter (RFC 9110 section 11.1). */
    String SCHEME = "bearer";

    /** Reads all values of the header. */
    static Credentials read(List<String> authorization) {
        if (authorization.isEmpty()) {
            return new None();
        }
        if (authorization.size() > 1) {
            return new Malformed();
        }
        String value = authorization.getFirst().strip();
        boolean bearer =
                value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                        && (value.length() == SCHEME.length()
                                || value.charAt(SCHEME.length()) == ' ');
        return bearer ? bearer(value.substring(SCHEME.length()).strip()) : new None();
    }

    private static Credentials bearer(String token) {
        return wellFormed(token) ? new Bearer(Secret.of(token)) : new Malformed();
    }

    /** A b64token (RFC 6750 section 2.1): at least one character, then any number of {@code =}. */
    private static boolean wellFormed(String token) {
        int end = token.length();
        while (end > 0 && token.charAt(end - 1) == '=') {
            end--;
        }
        for (int at = 0; at < end; at++) {
            char c = token.charAt(at);
            boolean alphanumeric =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && "-._~+/".indexOf(c) < 0) {
                return false;
            }
        }
        return end > 0;
    }
}
