package dev.keystile.oauth.impl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.ClientAuthentication.Claim;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;

/**
 * Whatever is sent as HTTP Basic: no reading is without a client, and both ways of writing a pair
 * are read as it was meant.
 */
class BasicCredentialsFuzzTest {
    @FuzzTest
    void read(byte[] input) {
        String header = new String(input, UTF_8);
        List<Claim> readings = BasicCredentials.read(Secret.of(header));

        assertSound(readings);
        assertThat(readings.isEmpty() || header.matches("(?is)basic .*")).isTrue();
    }

    @FuzzTest
    void readPair(byte[] input) {
        String pair = new String(input, UTF_8);
        List<Claim> readings = BasicCredentials.read(basic(input));
        int colon = pair.indexOf(':');

        assertSound(readings);
        assertThat(readings.isEmpty()).isEqualTo(colon < 1);
        if (colon > 0) {
            String id = pair.substring(0, colon);
            String secret = pair.substring(colon + 1);
            assertThat(readings.getLast()).isEqualTo(claim(id, secret));
            assertThat(BasicCredentials.read(formEncoded(id, secret)).getFirst())
                    .isEqualTo(claim(id, secret));
        }
    }

    private static void assertSound(List<Claim> readings) {
        assertThat(readings).hasSizeLessThan(3).doesNotHaveDuplicates();
        assertThat(readings).noneMatch(claim -> claim.clientId().isEmpty());
        assertThat(readings).noneMatch(claim -> Secret.of("").equals(claim.secret()));
    }

    private static Secret formEncoded(String id, String secret) {
        String pair = URLEncoder.encode(id, UTF_8) + ":" + URLEncoder.encode(secret, UTF_8);
        return basic(pair.getBytes(UTF_8));
    }

    private static Secret basic(byte[] pair) {
        return Secret.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    private static Claim claim(String id, String secret) {
        return new Claim(id, secret.isEmpty() ? null : Secret.of(secret));
    }
}
