package dev.keystile.oauth.impl;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * What a transition of a grant works with: the instant, the randomness, the settings, the
 * operator's keys.
 *
 * @param successors the keys that derive the successors of a refresh token
 */
record Minting(
        Instant now,
        SecureRandom random,
        TokenSettings settings,
        Sealer outer,
        PurposeKeys successors) {
    /** A pair with random secrets. */
    TokenPair draw(Grant grant, int generation) {
        Credential access = credential(grant, Credential.Kind.ACCESS, generation, randomSecret());
        Credential refresh = credential(grant, Credential.Kind.REFRESH, generation, randomSecret());
        return new TokenPair(access, accessEnds(grant), grant.scope(), refresh);
    }

    /** The pair that follows a refresh token: the same for the same salt, on every node. */
    TokenPair derive(Grant grant, Credential old, Stage.Rotation rotation) {
        int generation = old.generation() + 1;
        Credential access =
                credential(
                        grant,
                        Credential.Kind.ACCESS,
                        generation,
                        successor(old, rotation, Credential.Kind.ACCESS));
        Credential refresh =
                credential(
                        grant,
                        Credential.Kind.REFRESH,
                        generation,
                        successor(old, rotation, Credential.Kind.REFRESH));
        return new TokenPair(access, rotation.accessEnds(), rotation.scope(), refresh);
    }

    Instant accessEnds(Grant grant) {
        return settings.within(grant, now.plus(settings.accessLifetime()));
    }

    /** The record of an access token with the grant's private key wrapped for it. */
    Stage.Access liveAccess(TokenPair pair, Bytes privateKey) {
        return new Stage.Access(live(pair.access(), pair.accessEnds(), privateKey), pair.scope());
    }

    /** The record of a refresh token with the grant's private key wrapped for it. */
    Stage.Live liveRefresh(Grant grant, TokenPair pair, Bytes privateKey) {
        Instant ends = settings.within(grant, now.plus(settings.refreshLifetime()));
        return live(pair.refresh(), ends, privateKey);
    }

    private Stage.Live live(Credential credential, Instant ends, Bytes privateKey) {
        String wrap = Custody.wrap(privateKey, credential, outer, random);
        return new Stage.Live(credential.digest(), credential.generation(), ends, wrap);
    }

    /** Derived under the secret that was in force at the rotation. */
    private Bytes successor(Credential old, Stage.Rotation rotation, Credential.Kind kind) {
        byte[] grant = Base64Url.decode(old.grant().value());
        byte[] secret = old.secret().array();
        byte[] salt = rotation.salt().array();
        byte[] message =
                ByteBuffer.allocate(secret.length + salt.length + grant.length + 5)
                        .put(secret)
                        .put(salt)
                        .put(grant)
                        .putInt(old.generation() + 1)
                        .put(kind.wire())
                        .array();
        Bytes key = successors.of(rotation.under()).orElse(successors.current()).key();
        return Bytes.of(Crypto.hmac(key.array(), message));
    }

    private Bytes randomSecret() {
        return Bytes.of(Crypto.random(random, Crypto.KEY_BYTES));
    }

    private static Credential credential(
            Grant grant, Credential.Kind kind, int generation, Bytes secret) {
        return Credential.mint(kind, grant.id(), generation, secret, grant.tagKey());
    }
}
