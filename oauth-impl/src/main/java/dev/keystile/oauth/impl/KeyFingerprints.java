package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.Secret;
import java.util.List;

/** Tells equal API keys of a connector and reveals none: HMACs under the operator's secret. */
record KeyFingerprints(PurposeKeys keys) {
    static KeyFingerprints under(MasterSecret secret) {
        return new KeyFingerprints(secret.keys(MasterSecret.Purpose.FINGERPRINT));
    }

    /** Under the secret in force first, then under those that it replaced. */
    List<String> of(ConnectorId connector, Secret apiKey) {
        byte[] message = Crypto.utf8(connector.value() + "\n" + apiKey.reveal());
        return keys.all()
                .map(derived -> Base64Url.encode(Crypto.hmac(derived.key().array(), message)))
                .toList();
    }

    /** The name of a key of a connector: the id of its index. */
    static String keyId(ConnectorId connector, String fingerprint) {
        return connector + "/" + fingerprint;
    }
}
