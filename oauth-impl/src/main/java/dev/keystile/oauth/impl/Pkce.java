package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Secret;
import java.util.Optional;
import java.util.regex.Pattern;

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

    /** Whether this is the verifier behind a challenge. Compares in constant time. */
    static boolean verifies(Secret verifier, String challenge) {
        return challenge(verifier).map(new Digest(challenge)::matches).orElse(false);
    }

    /** The challenge of a verifier; empty for what can be none. */
    static Optional<Digest> challenge(Secret verifier) {
        return VERIFIER.matcher(verifier.reveal()).matches()
                ? Optional.of(Digest.of(verifier))
                : Optional.empty();
    }
}
