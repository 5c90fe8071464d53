package dev.keystile.oauth.impl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keystile.oauth.api.Secret;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * Whatever comes back as a sealed value, in a form, a cookie or a session id: it opens only when it
 * is what was sealed, for whom it was sealed.
 */
class SealerFuzzTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Sealer SEALER =
            new Sealer(MasterSecret.draw(RANDOM), MasterSecret.Purpose.FORM);
    private static final String CONTEXT = "a context";
    private static final String SEALED = SEALER.seal("a message".getBytes(UTF_8), CONTEXT, RANDOM);

    /** The text itself, and what was sealed with the text in the place of a part of it. */
    @FuzzTest
    void open(byte[] input) {
        String text = new String(input, UTF_8);
        int at = input.length == 0 ? 0 : (input[0] & 0xff) % SEALED.length();
        String changed = SEALED.substring(0, at) + text;
        String rest = SEALED.substring(Math.min(SEALED.length(), changed.length()));
        for (String value : new String[] {text, changed, changed + rest}) {
            assertThat(SEALER.open(value, CONTEXT).isPresent()).isEqualTo(value.equals(SEALED));
            assertThat(SEALER.unsalted().open(value, CONTEXT)).isEmpty();
            assertThat(SEALER.open(value, "another context")).isEmpty();
            SEALER.current(value);
            assertThat(SEALER.renew(value, CONTEXT, RANDOM)).isEqualTo(value);
        }
    }

    /** What the seal holds is read after it has opened alone. */
    @FuzzTest
    void openTransaction(byte[] input) {
        var seal = new TransactionSeal(SEALER, RANDOM);
        String text = new String(input, UTF_8);
        var opened = seal.open(Secret.of(text), Secret.of("a browser"), Instant.EPOCH);
        assertThat(opened).isEmpty();
    }
}
