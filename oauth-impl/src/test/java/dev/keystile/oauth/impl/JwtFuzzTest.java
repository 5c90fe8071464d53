package dev.keystile.oauth.impl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.JWSAlgorithm;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Login;
import java.net.URI;
import java.time.Instant;
import java.util.Set;

/**
 * Whatever JWT a client sends to prove itself, or a provider as an ID token: reading it comes to an
 * end, and it is found sound only when it says all that it has to.
 */
class JwtFuzzTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final String ISSUER = "https://mcp.example.com";
    private static final AssertionRules CLIENTS = new AssertionRules(Set.of(ISSUER));
    private static final IdTokenRules PROVIDERS = new IdTokenRules("keystile", true);
    private static final ProviderMetadata PROVIDER =
            new ProviderMetadata(
                    "https://id.example.com",
                    URI.create("https://id.example.com/authorize"),
                    URI.create("https://id.example.com/token"),
                    URI.create("https://id.example.com/keys"),
                    Set.of(JWSAlgorithm.ES256),
                    false,
                    false);

    private static final Login LOGIN = new Login(Secret.of("a-nonce"), Secret.of("v"), NOW);
    private static final String NO_SIGNATURE = Base64Url.encode(new byte[64]);

    /** As it is sent. */
    @FuzzTest
    void parse(byte[] input) {
        check(new String(input, UTF_8));
    }

    /** Header and claims as JSON, on two lines. */
    @FuzzTest
    void parseJson(byte[] input) {
        String[] lines = new String(input, UTF_8).split("\n", 2);
        if (lines.length == 2) {
            check(part(lines[0]) + "." + part(lines[1]) + "." + NO_SIGNATURE);
        }
    }

    private static String part(String json) {
        return Base64Url.encode(json.getBytes(UTF_8));
    }

    private static void check(String text) {
        Assertion.parse(text)
                .ifPresent(token -> {
                    assertThat(text).hasSizeLessThan(16_385).contains(".");
                    if (CLIENTS.flaw(token, NOW).isEmpty()) {
                        assertSoundAssertion(token);
                    }
                    if (PROVIDERS.flaw(token, PROVIDER, LOGIN, NOW).isEmpty()) {
                        assertSoundIdToken(token);
                    }
                });
    }

    private static void assertSoundAssertion(Assertion token) {
        assertThat(token.header().getAlgorithm().getName())
                .matches("(RS|PS|ES)[0-9]{3}|Ed(DSA|25519)");
        assertThat(token.claims().getAudience()).containsExactly(ISSUER);
        assertThat(token.clientId()).isEqualTo(token.claims().getIssuer());
        assertThat(token.id()).isNotEmpty();
        assertThat(token.expires()).isBetween(NOW.minusSeconds(60), NOW.plusSeconds(3660));
    }

    private static void assertSoundIdToken(Assertion token) {
        assertThat(token.header().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(token.claims().getIssuer()).isEqualTo("https://id.example.com");
        assertThat(token.claims().getAudience()).contains("keystile");
        assertThat(token.claims().getClaim("nonce")).isEqualTo("a-nonce");
        assertThat(token.expires()).isAfter(NOW.minusSeconds(60));
        assertThat(token.claims().getSubject()).isNotBlank();
    }
}
