package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.Credential.Kind;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {
    private static final String PREFIX = "jean_oauth_";

    private final GrantFixture fixture = new GrantFixture();
    private final Bytes tagKey = fixture.awaiting.tagKey();

    @ParameterizedTest
    @EnumSource
    void whatIsPrintedCanBeRead(Kind kind) {
        Credential credential = fixture.genuine(kind, Integer.MAX_VALUE);

        Secret printed = credential.print(PREFIX);

        assertThat(Credential.parse(printed, PREFIX, kind)).contains(credential);
        assertThat(printed.reveal()).startsWith(PREFIX).hasSize(PREFIX.length() + 92);
        assertThat(printed.reveal().substring(PREFIX.length())).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @EnumSource
    void aCredentialIsReadAsItsOwnKindOnly(Kind kind) {
        Secret printed = fixture.genuine(kind, 1).print(PREFIX);

        for (Kind other : Kind.values()) {
            assertThat(Credential.parse(printed, PREFIX, other).isPresent())
                    .isEqualTo(other == kind);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyKindIsReadAsWhatItIs(Kind kind) {
        Credential credential = fixture.genuine(kind, 1);

        assertThat(Credential.parse(credential.print(PREFIX), PREFIX)).contains(credential);
    }

    @Test
    void anUnknownKindIsNotRead() {
        byte[] bytes = Base64Url.decode(fixture.code.print("").reveal());
        bytes[0] = 3;

        assertThat(Credential.parse(Secret.of(Base64Url.encode(bytes)), "")).isEmpty();
    }

    @Test
    void theKindIsUnderTheTag() {
        Credential code = fixture.code;
        Credential turned =
                new Credential(
                        Kind.ACCESS, code.grant(), code.generation(), code.secret(), code.tag());

        assertThat(turned.genuine(tagKey)).isFalse();
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] bytes = Base64Url.decode(fixture.code.print("").reveal());
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] altered = bytes.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);

            Optional<Credential> read =
                    Credential.parse(Secret.of(Base64Url.encode(altered)), "", Kind.CODE);

            assertThat(read.filter(credential -> credential.genuine(tagKey)))
                    .as("bit %d", bit)
                    .isEmpty();
        }
    }

    @Test
    void aCredentialIsNotGenuineToAnotherGrant() {
        assertThat(fixture.code.genuine(tagKey)).isTrue();
        assertThat(fixture.code.genuine(new GrantFixture(2).awaiting.tagKey())).isFalse();
    }

    @Test
    void everyWrongLengthIsRefused() {
        String text = fixture.code.print("").reveal();

        for (int length = 0; length < text.length(); length++) {
            assertThat(parse(PREFIX + text.substring(0, length))).isEmpty();
        }
        assertThat(parse(PREFIX + text + "AAAA")).isEmpty();
        assertThat(parse(PREFIX + text.repeat(1000))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "====", "%%%%", "\u0000", "é", "😀", "\ud800", "+", "/", " "})
    void noiseIsRefused(String noise) {
        String text = fixture.code.print(PREFIX).reveal();

        assertThat(parse(noise)).isEmpty();
        assertThat(parse(PREFIX + noise)).isEmpty();
        if (!noise.isEmpty()) {
            assertThat(parse(text + noise)).isEmpty();
            assertThat(parse(noise + text)).isEmpty();
            assertThat(parse(text.substring(0, text.length() - noise.length()) + noise)).isEmpty();
        }
    }

    @Test
    void anotherPrefixIsRefused() {
        String text = fixture.code.print("").reveal();

        assertThat(parse("JEAN_OAUTH_" + text)).isEmpty();
        assertThat(parse(text)).isEmpty();
        assertThat(Credential.parse(Secret.of(text), "", Kind.CODE)).isPresent();
    }

    @Test
    @DisplayName("One credential has one text: base64url is read in its canonical form only")
    void base64UrlIsReadInOneFormOnly() {
        assertThat(Base64Url.parse("AA").orElseThrow()).containsExactly(0);
        assertThat(Base64Url.parse("AB")).as("padding bits set").isEmpty();
        assertThat(Base64Url.parse("AA==")).as("padding characters").isEmpty();
        assertThat(Base64Url.parse("+/+/")).as("the other alphabet").isEmpty();
        assertThat(Base64Url.parse("A")).as("no whole byte").isEmpty();
        assertThat(Base64Url.parse("AA\n")).as("white space").isEmpty();
        assertThat(Base64Url.parse("")).hasValueSatisfying(bytes -> assertThat(bytes).isEmpty());
    }

    @Test
    void theDigestTellsCredentialsApart() {
        Credential other = fixture.genuine(Kind.CODE, 0);

        assertThat(fixture.code.digest().matches(fixture.code.digest())).isTrue();
        assertThat(fixture.code.digest().matches(other.digest())).isFalse();
    }

    private static Optional<Credential> parse(String text) {
        return Credential.parse(Secret.of(text), PREFIX, Kind.CODE);
    }
}
