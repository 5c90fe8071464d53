package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A code, access token or refresh token: it carries the grant it belongs to, so that looking up a
 * token is looking up a grant. On the wire: prefix, then base64url of kind, grant id (16 bytes),
 * generation (4), secret (32), tag (16). The tag is an HMAC of all before it under the grant's own
 * key and tells a genuine old credential from noise.
 */
record Credential(Kind kind, GrantId grant, int generation, Bytes secret, Bytes tag) {
    private static final int GRANT_BYTES = 16;
    private static final int TAG_BYTES = 16;
    private static final int BODY_BYTES = 1 + GRANT_BYTES + 4 + Crypto.KEY_BYTES;

    /** What a credential is for, and the byte that says so on the wire. */
    enum Kind {
        CODE(0),
        ACCESS(1),
        REFRESH(2);

        private final byte wire;

        Kind(int wire) {
            this.wire = (byte) wire;
        }

        byte wire() {
            return wire;
        }

        static Optional<Kind> of(byte wire) {
            return Stream.of(values()).filter(kind -> kind.wire == wire).findFirst();
        }
    }

    /** Makes a credential with its tag. */
    static Credential mint(Kind kind, GrantId grant, int generation, Bytes secret, Bytes tagKey) {
        Bytes tag = tag(body(kind, grant, generation, secret), tagKey);
        return new Credential(kind, grant, generation, secret, tag);
    }

    /** Reads an untrusted value; empty when it can't be one of ours. */
    static Optional<Credential> parse(Secret value, String prefix) {
        String text = value.reveal();
        return text.startsWith(prefix)
                ? Base64Url.parse(text.substring(prefix.length()))
                        .filter(bytes -> bytes.length == BODY_BYTES + TAG_BYTES)
                        .flatMap(bytes -> Kind.of(bytes[0]).map(kind -> read(kind, bytes)))
                : Optional.empty();
    }

    /** The same for one of the expected kind. */
    static Optional<Credential> parse(Secret value, String prefix, Kind kind) {
        return parse(value, prefix).filter(credential -> credential.kind() == kind);
    }

    /** The wire value. */
    Secret print(String prefix) {
        return Secret.of(prefix + Base64Url.encode(bytes()));
    }

    /** Whether the grant with this tag key made it. */
    boolean genuine(Bytes tagKey) {
        return tag.equals(tag(body(kind, grant, generation, secret), tagKey));
    }

    /** What the store keeps instead of the credential. */
    Digest digest() {
        return Digest.of(bytes());
    }

    private byte[] bytes() {
        return ByteBuffer.allocate(BODY_BYTES + TAG_BYTES)
                .put(body(kind, grant, generation, secret))
                .put(tag.array())
                .array();
    }

    @Override
    public String toString() {
        return "Credential[" + kind + " of " + grant + ", generation " + generation + "]";
    }

    private static Credential read(Kind kind, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        byte[] grant = new byte[GRANT_BYTES];
        buffer.get(grant);
        int generation = buffer.getInt();
        byte[] secret = new byte[Crypto.KEY_BYTES];
        buffer.get(secret);
        byte[] tag = new byte[TAG_BYTES];
        buffer.get(tag);
        return new Credential(
                kind,
                new GrantId(Base64Url.encode(grant)),
                generation,
                Bytes.of(secret),
                Bytes.of(tag));
    }

    private static byte[] body(Kind kind, GrantId grant, int generation, Bytes secret) {
        return ByteBuffer.allocate(BODY_BYTES)
                .put(kind.wire)
                .put(Base64Url.decode(grant.value()))
                .putInt(generation)
                .put(secret.array())
                .array();
    }

    private static Bytes tag(byte[] body, Bytes tagKey) {
        return Bytes.of(Arrays.copyOf(Crypto.hmac(tagKey.array(), body), TAG_BYTES));
    }
}
