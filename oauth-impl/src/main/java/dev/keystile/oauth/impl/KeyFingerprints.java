package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import java.util.Arrays;
import java.util.List;

/** Tells equal API keys of a connector and reveals none: HMACs under the operator's secret. */
record KeyFingerprints(PurposeKeys keys) {
    private static final int BYTES = 16;

    static KeyFingerprints under(MasterSecret secret) {
        return new KeyFingerprints(secret.keys(MasterSecret.Purpose.FINGERPRINT));
    }

    /** Under the secret in force first, then under those that it replaced. */
    List<String> of(ConnectorId connector, Secret apiKey) {
        return of(connector.value() + "\n" + apiKey.reveal());
    }

    /** The same of an owner; never that of a key, which has no line break in it. */
    List<String> ofOwner(ConnectorId connector, UserId owner) {
        return of(connector.value() + "\n\n" + owner.value());
    }

    /** The same of an identity; never that of a key or an owner, whose connector has a name. */
    List<String> ofIdentity(Identity identity) {
        return of("\n" + identity.issuer() + "\n" + identity.subject());
    }

    private List<String> of(String text) {
        byte[] message = Crypto.utf8(text);
        return keys.all()
                .map(derived -> Crypto.hmac(derived.key().array(), message))
                .map(hmac -> Base64Url.encode(Arrays.copyOf(hmac, BYTES)))
                .toList();
    }

    /** The name of a key of a connector, for counting and for leases. */
    static String keyId(ConnectorId connector, String fingerprint) {
        return connector + "/" + fingerprint;
    }
}
