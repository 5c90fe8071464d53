package dev.keystile.oauth.impl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Proof Key for Code Exchange, method S256 only (RFC 7636 sections 4.1, 4.2, 4.6). */
final class Pkce {
    static final String S256 = "S256";
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private Pkce() {}

    /** Whether a value can be the S256 challenge of anything. */
    static boolean wellFormedChallenge(String challenge) {
        return CHALLENGE.matcher(challenge).matches();
    }

    static boolean wellFormedVerifier(@Nullable String verifier) {
        return verifier != null && VERIFIER.matcher(verifier).matches();
    }

    /** Compares in constant time. */
    static boolean verifies(@Nullable String verifier, String challenge) {
        if (verifier == null || !wellFormedVerifier(verifier)) {
            return false;
        }
        String computed =
                Base64Url.encode(Crypto.sha256(verifier.getBytes(StandardCharsets.US_ASCII)));
        return MessageDigest.isEqual(Crypto.utf8(computed), Crypto.utf8(challenge));
    }
}
