package dev.keystile.oauth.impl.rfc8414;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationServerMetadata;
import dev.keystile.oauth.impl.ClientPolicy;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.SigningKeys;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the metadata says of client authentication (RFC 8414 section 2). */
class AuthMethodsTest {
    private final InMemoryServer gateway = new InMemoryServer();

    @Test
    @DisplayName("AS-M-09: all methods by name, and the algorithms of private_key_jwt")
    void everyMethodIsOffered() {
        AuthorizationServerMetadata metadata = gateway.server.metadata();

        assertThat(metadata.tokenEndpointAuthMethodsSupported())
                .containsExactly(
                        "none", "client_secret_post", "client_secret_basic", "private_key_jwt");
        assertThat(metadata.tokenEndpointAuthSigningAlgValuesSupported())
                .containsExactly(
                        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
                        "ES512");
    }

    @Test
    @DisplayName("AS-M-09: private_key_jwt need not be offered, and is registered all the same")
    void privateKeyJwtNeedNotBeOffered() {
        var quiet =
                gateway.anotherNode(
                        new ClientPolicy(ClientPolicy.KNOWN_SCHEMES, true, false, false));

        assertThat(quiet.metadata().tokenEndpointAuthMethodsSupported())
                .containsExactly("none", "client_secret_post", "client_secret_basic");
        assertThat(quiet.metadata().tokenEndpointAuthSigningAlgValuesSupported()).isEmpty();
        InMemoryServer.registered(
                quiet.registration()
                        .register(InMemoryServer.metadata(SigningKeys.inline(SigningKeys.P256))));
    }
}
