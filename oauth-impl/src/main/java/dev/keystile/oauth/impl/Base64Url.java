package dev.keystile.oauth.impl;

import java.util.Base64;
import java.util.Optional;

/** Base64url without padding (RFC 4648 section 5). */
final class Base64Url {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private Base64Url() {}

    static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** Decodes a trusted value. */
    static byte[] decode(String text) {
        return DECODER.decode(text);
    }

    /** Decodes an untrusted value; empty when it is not the one canonical encoding of its bytes. */
    static Optional<byte[]> parse(String text) {
        try {
            byte[] bytes = DECODER.decode(text);
            return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
