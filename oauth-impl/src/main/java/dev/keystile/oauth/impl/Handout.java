package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.Secret;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** What a client is handed with its registration; of secrets only digests stay here. */
record Handout(Issuer issuer, SecureRandom random) {
    /** 256 random bits as base64url, which reads the same raw and form-encoded. */
    Secret secret() {
        return Secret.of(Base64Url.encode(Crypto.random(random, Crypto.KEY_BYTES)));
    }

    /** A client secret for a client that needs one; null for all others. */
    @Nullable Secret clientSecret(ClientMetadata metadata) {
        return needsSecret(metadata) ? secret() : null;
    }

    /** The client as it is told of itself. */
    ClientInformation information(Client client, @Nullable Secret clientSecret, Secret token) {
        String uri = issuer.url("/oauth/register/" + client.id());
        return new ClientInformation(
                client.id(),
                clientSecret,
                client.registeredAt(),
                client.metadata(),
                new ClientInformation.Management(uri, token));
    }

    static boolean needsSecret(ClientMetadata metadata) {
        String method = metadata.tokenEndpointAuthMethod();
        return method != null && AuthMethod.of(method).map(AuthMethod::needsSecret).orElse(false);
    }
}
