package dev.keystile.oauth.impl;

import java.security.MessageDigest;

/**
 * An immutable run of bytes, as secret as what it holds: compares in constant time, prints its
 * length only.
 */
final class Bytes {
    static final Bytes NONE = new Bytes(new byte[0]);
    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** Takes the array over; the caller must not change it afterwards. */
    static Bytes of(byte[] array) {
        return new Bytes(array);
    }

    /** Reads a trusted base64url text. */
    static Bytes decode(String base64url) {
        return new Bytes(Base64Url.decode(base64url));
    }

    /** The bytes themselves; not to be changed. */
    byte[] array() {
        return array;
    }

    String encode() {
        return Base64Url.encode(array);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && MessageDigest.isEqual(array, bytes.array);
    }

    @Override
    public int hashCode() {
        return array.length;
    }

    @Override
    public String toString() {
        return "Bytes[" + array.length + "]";
    }
}
