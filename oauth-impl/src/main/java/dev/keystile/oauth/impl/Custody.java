package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The custody of an API key by one grant. The key is sealed to the grant's public key; the private
 * key is kept only wrapped, once for each live credential, under a key derived from that
 * credential's secret. Over both lies the seal of the operator's secret. So a copy of the store
 * opens nothing without a live credential, and a new API key can be sealed without one.
 *
 * @param publicKey X25519, 32 bytes
 * @param sealedKey the API key; empty text once erased
 */
record Custody(Bytes publicKey, String sealedKey) {
    /** What is left where the key was. */
    static final Custody ERASED = new Custody(Bytes.NONE, "");

    /** What a new custody consists of: the record, and the private key to wrap. */
    record Opened(Custody custody, Bytes privateKey) {}

    /** Makes a key pair for a grant and seals the API key to it. */
    static Opened take(Secret apiKey, GrantId grant, Sealer outer, SecureRandom random) {
        KeyPairs.Pair pair = KeyPairs.generate(random);
        Custody custody = new Custody(pair.publicKey(), "").resealed(apiKey, grant, outer, random);
        return new Opened(custody, pair.privateKey());
    }

    /** The custody of another key for the same grant: every live credential opens that one then. */
    Custody resealed(Secret apiKey, GrantId grant, Sealer outer, SecureRandom random) {
        byte[] inner =
                KeyPairs.sealTo(publicKey, Crypto.utf8(apiKey.reveal()), keyContext(grant), random);
        return new Custody(publicKey, outer.seal(inner, keyContext(grant), random));
    }

    /** The same key under the operator's secret in force. */
    Custody renewed(GrantId grant, Sealer outer, SecureRandom random) {
        return new Custody(publicKey, outer.renew(sealedKey, keyContext(grant), random));
    }

    /**
     * The API key, for whoever has the private key; empty after erasure or under another operator
     * secret.
     */
    Optional<Secret> open(Bytes privateKey, GrantId grant, Sealer outer) {
        return outer.open(sealedKey, keyContext(grant))
                .flatMap(inner -> KeyPairs.openWith(privateKey, inner, keyContext(grant)))
                .map(key -> Secret.of(new String(key, StandardCharsets.UTF_8)));
    }

    /** The custody without the key: nothing opens it any more. */
    Custody erased() {
        return ERASED;
    }

    /** Wraps the private key for a credential. */
    static String wrap(Bytes privateKey, Credential credential, Sealer outer, SecureRandom random) {
        String context = wrapContext(credential);
        // Of one credential there is one wrap: a grant never gets another private key.
        return outer.unsalted()
                .seal(
                        Crypto.seal(wrapKey(credential), privateKey.array(), context),
                        context,
                        random);
    }

    /** The private key, for the credential it was wrapped for. */
    static Optional<Bytes> unwrap(String wrap, Credential credential, Sealer outer) {
        String context = wrapContext(credential);
        return outer.unsalted()
                .open(wrap, context)
                .flatMap(inner -> Crypto.open(wrapKey(credential), inner, context))
                .map(Bytes::of);
    }

    /** A wrap under the operator's secret in force, for the credential with this digest. */
    static String rewrapped(
            String wrap, GrantId grant, Credential.Kind kind, Digest credential, Minting minting) {
        return minting.outer()
                .unsalted()
                .renew(wrap, wrapContext(grant, kind, credential), minting.random());
    }

    private static byte[] wrapKey(Credential credential) {
        return Crypto.derive(credential.secret().array(), new byte[0], wrapContext(credential));
    }

    private static String wrapContext(Credential credential) {
        return wrapContext(credential.grant(), credential.kind(), credential.digest());
    }

    private static String wrapContext(GrantId grant, Credential.Kind kind, Digest credential) {
        return "grant " + grant + " wrap " + kind + " " + credential.value();
    }

    private static String keyContext(GrantId grant) {
        return "grant " + grant + " api key";
    }
}
