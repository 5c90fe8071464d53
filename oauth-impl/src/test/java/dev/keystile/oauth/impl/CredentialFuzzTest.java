package dev.keystile.oauth.impl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.Credential.Kind;
import java.util.Optional;

/**
 * Whatever is sent as a token: it is read in one way only, and is genuine only when it is the one
 * that was made.
 */
class CredentialFuzzTest {
    private static final String PREFIX = "jean_oauth_";
    private static final Bytes TAG_KEY = Bytes.of(new byte[Crypto.KEY_BYTES]);

    @FuzzTest
    void parse(byte[] input) {
        String text = new String(input, UTF_8);
        Credential.parse(Secret.of(text), PREFIX).ifPresent(CredentialFuzzTest::assertSound);
        Credential.parse(Secret.of(text), PREFIX)
                .ifPresent(read -> assertThat(read.print(PREFIX).reveal()).isEqualTo(text));
        for (Kind kind : Kind.values()) {
            assertThat(Credential.parse(Secret.of(text), PREFIX, kind).map(Credential::kind))
                    .isIn(Optional.empty(), Optional.of(kind));
        }
    }

    @FuzzTest
    void parseBytes(byte[] input) {
        String text = PREFIX + Base64Url.encode(input);
        boolean fits = input.length == 69 && input[0] >= 0 && input[0] <= 2;
        var read = Credential.parse(Secret.of(text), PREFIX);
        assertThat(read.isPresent()).isEqualTo(fits);
        read.ifPresent(credential -> {
            assertSound(credential);
            assertThat(credential.print(PREFIX).reveal()).isEqualTo(text);
            assertThat(credential.toString()).doesNotContain(text);
        });
    }

    private static void assertSound(Credential read) {
        Credential made =
                Credential.mint(
                        read.kind(), read.grant(), read.generation(), read.secret(), TAG_KEY);
        assertThat(made.genuine(TAG_KEY)).isTrue();
        assertThat(read.genuine(TAG_KEY)).isEqualTo(made.equals(read));
    }
}
