package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {
    private static final String CONTEXT = "grant 1 api key";
    private static final byte[] MESSAGE = Crypto.utf8("jean_sk_secret");

    private final SecureRandom random = new SeededRandom(1);
    private final MasterSecret secret = MasterSecret.draw(random);
    private final Sealer sealer = new Sealer(secret, MasterSecret.Purpose.OUTER);

    @Test
    void opensWhatItSealed() {
        assertThat(sealer.open(sealer.seal(MESSAGE, CONTEXT, random), CONTEXT).orElseThrow())
                .isEqualTo(MESSAGE);
        assertThat(sealer.open(sealer.seal(new byte[0], CONTEXT, random), CONTEXT).orElseThrow())
                .isEmpty();
    }

    @Test
    void equalMessagesAreSealedDifferently() {
        assertThat(sealer.seal(MESSAGE, CONTEXT, random))
                .isNotEqualTo(sealer.seal(MESSAGE, CONTEXT, random));
    }

    @Test
    void sealingCosts36BytesAndWithoutASalt20() {
        byte[] sealed = Base64Url.decode(sealer.seal(MESSAGE, CONTEXT, random));
        byte[] unsalted = Base64Url.decode(sealer.unsalted().seal(MESSAGE, CONTEXT, random));

        assertThat(sealed).hasSize(4 + 16 + MESSAGE.length + 16);
        assertThat(unsalted).hasSize(4 + MESSAGE.length + 16);
    }

    @Test
    void withoutASaltOneMessageHasOneValueWhoeverSealsIt() {
        Sealer unsalted = sealer.unsalted();
        String value = unsalted.seal(MESSAGE, CONTEXT, random);

        assertThat(unsalted.seal(MESSAGE, CONTEXT, new SeededRandom(2))).isEqualTo(value);
        assertThat(unsalted.open(value, CONTEXT).orElseThrow()).isEqualTo(MESSAGE);
        assertThat(sealer.open(value, CONTEXT)).isEmpty();
        assertThat(unsalted.open(sealer.seal(MESSAGE, CONTEXT, random), CONTEXT)).isEmpty();
    }

    @Test
    void everyContextHasAKeyOfItsOwnThoughTheSaltIsTheSame() {
        assertThat(ciphertext(CONTEXT, 1)).isEqualTo(ciphertext(CONTEXT, 1));
        assertThat(ciphertext(CONTEXT, 1)).isNotEqualTo(ciphertext("grant 2 api key", 1));
        assertThat(ciphertext(CONTEXT, 1)).isNotEqualTo(ciphertext(CONTEXT, 2));
    }

    /** The message under the key stream, without what stands before and after it. */
    private byte[] ciphertext(String context, long seed) {
        byte[] sealed = Base64Url.decode(sealer.seal(MESSAGE, context, new SeededRandom(seed)));
        return Arrays.copyOfRange(sealed, 20, 20 + MESSAGE.length);
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] sealed = Base64Url.decode(sealer.seal(MESSAGE, CONTEXT, random));
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(sealer.open(Base64Url.encode(altered), CONTEXT)).as("bit %d", bit).isEmpty();
        }
    }

    @Test
    void everyCutIsNoticed() {
        String sealed = sealer.seal(MESSAGE, CONTEXT, random);

        for (int length = 0; length < sealed.length(); length++) {
            assertThat(sealer.open(sealed.substring(0, length), CONTEXT)).isEmpty();
        }
    }

    @Test
    void anyLengthOfNoiseIsRefused() {
        byte[] id = secret.keys(MasterSecret.Purpose.OUTER).current().secret().array();
        for (int length = 0; length < 80; length++) {
            byte[] noise = Crypto.random(random, length);
            System.arraycopy(id, 0, noise, 0, Math.min(id.length, length));

            assertThat(sealer.open(Base64Url.encode(noise), CONTEXT)).as("%d", length).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "%", "é", "\ud800", "a b", "{}"})
    void textThatIsNoBase64UrlIsRefused(String text) {
        assertThat(sealer.open(text, CONTEXT)).isEmpty();
    }

    @Test
    void anotherContextDoesNotOpenIt() {
        assertThat(sealer.open(sealer.seal(MESSAGE, CONTEXT, random), "grant 2 api key")).isEmpty();
    }

    @Test
    void anotherPurposeDoesNotOpenIt() {
        Sealer form = new Sealer(secret, MasterSecret.Purpose.FORM);

        assertThat(form.open(sealer.seal(MESSAGE, CONTEXT, random), CONTEXT)).isEmpty();
    }

    @Test
    void anotherSecretDoesNotOpenIt() {
        Sealer other = new Sealer(MasterSecret.draw(random), MasterSecret.Purpose.OUTER);

        assertThat(other.open(sealer.seal(MESSAGE, CONTEXT, random), CONTEXT)).isEmpty();
    }

    @Test
    void theSameSecretOpensItOnAnotherNode() {
        byte[] bytes = Crypto.random(random, 32);
        Sealer here = new Sealer(MasterSecret.of(bytes), MasterSecret.Purpose.OUTER);
        Sealer there = new Sealer(MasterSecret.of(bytes.clone()), MasterSecret.Purpose.OUTER);

        assertThat(there.open(here.seal(MESSAGE, CONTEXT, random), CONTEXT).orElseThrow())
                .isEqualTo(MESSAGE);
    }

    @Test
    void anOperatorSecretHasAtLeast32Bytes() {
        assertThat(MasterSecret.of(new byte[32])).isNotNull();
        assertThatThrownBy(() -> MasterSecret.of(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void changingTheBytesAfterwardsDoesNotChangeTheSecret() {
        byte[] bytes = Crypto.random(random, 32);
        MasterSecret taken = MasterSecret.of(bytes);
        PurposeKeys keys = taken.keys(MasterSecret.Purpose.FORM);

        bytes[0]++;

        assertThat(taken.keys(MasterSecret.Purpose.FORM)).isEqualTo(keys);
    }

    @Test
    void everyPurposeHasAKeyOfItsOwn() {
        assertThat(MasterSecret.Purpose.values())
                .extracting(purpose -> secret.keys(purpose).current().key().encode())
                .doesNotHaveDuplicates();
    }

    @Test
    void whatWasSealedUnderAReplacedSecretOpensAndIsRenewed() {
        MasterSecret next = MasterSecret.draw(random).replacing(List.of(secret));
        Sealer after = new Sealer(next, MasterSecret.Purpose.OUTER);
        String before = sealer.seal(MESSAGE, CONTEXT, random);

        assertThat(after.open(before, CONTEXT).orElseThrow()).isEqualTo(MESSAGE);
        assertThat(after.current(before)).isFalse();
        String renewed = after.renew(before, CONTEXT, random);
        assertThat(after.current(renewed)).isTrue();
        assertThat(after.open(renewed, CONTEXT).orElseThrow()).isEqualTo(MESSAGE);
        assertThat(sealer.open(renewed, CONTEXT)).as("the old secret alone").isEmpty();
        assertThat(after.renew(renewed, CONTEXT, random)).isEqualTo(renewed);
    }

    @Test
    void whatDoesNotOpenIsLeftAsItIs() {
        Sealer stranger = new Sealer(MasterSecret.draw(random), MasterSecret.Purpose.OUTER);
        String foreign = stranger.seal(MESSAGE, CONTEXT, random);

        assertThat(sealer.renew(foreign, CONTEXT, random)).isEqualTo(foreign);
        assertThat(sealer.current(foreign)).isFalse();
        assertThat(sealer.renew("", CONTEXT, random)).as("erased").isEmpty();
        assertThat(sealer.current("")).isTrue();
    }
}
