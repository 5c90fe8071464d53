package dev.keystile.oauth.impl.rfc7591;

import static dev.keystile.oauth.impl.InMemoryServer.WEB;
import static dev.keystile.oauth.impl.InMemoryServer.metadata;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.RegistrationOutcome;
import dev.keystile.oauth.impl.InMemoryServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirect URIs that do no harm, but lead nowhere. */
class UnusableRedirectUriTest {
    private final InMemoryServer gateway = new InMemoryServer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:ietf:wg:oauth:2.0:oob",
                "urn:ietf:wg:oauth:2.0:oob:auto",
                "com.example.app:callback",
                "myapp:callback",
                "myapp:/callback",
                "myapp://callback"
            })
    @DisplayName("AS-D-07: one is dropped beside a good one, and alone refused")
    void anUnusableUriDoesNotSinkAGoodOne(String uri) {
        assertThat(gateway.register("none", uri, WEB).metadata().redirectUris())
                .containsExactly(WEB);

        var alone = gateway.server.registration().register(metadata("none", uri));
        assertThat(alone).isInstanceOf(RegistrationOutcome.Refused.class);
        assertThat(((RegistrationOutcome.Refused) alone).failure().error())
                .isEqualTo(OAuthError.INVALID_REDIRECT_URI);
    }
}
