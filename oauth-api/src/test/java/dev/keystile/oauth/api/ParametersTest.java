package dev.keystile.oauth.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    @Test
    void namesAndValuesAreDecoded() {
        Parameters parameters = parse("a%20b=c+d%26e%3D&%C3%A9=%F0%9F%98%80");

        assertThat(parameters.value("a b")).isEqualTo("c d&e=");
        assertThat(parameters.value("é")).isEqualTo("😀");
    }

    @Test
    @DisplayName("RFC 6749 section 3.1: a parameter without a value counts as absent")
    void aParameterWithoutAValueIsAbsent() {
        Parameters parameters = parse("a=&b&c=1&c=&=d&&");

        assertThat(parameters.value("a")).isNull();
        assertThat(parameters.value("b")).isNull();
        assertThat(parameters.values("c")).containsExactly("1");
        assertThat(parameters.value("")).isNull();
        assertThat(parameters.repeated(Set.of("a", "b", "c"))).isEmpty();
    }

    @Test
    void doubledParametersAreNoticed() {
        Parameters parameters = parse("b=1&a=1&b=2&a=1&c=1&d=1&d=2");

        assertThat(parameters.repeated(Set.of("a", "b", "c"))).containsExactly("a", "b");
        assertThat(parameters.values("b")).containsExactly("1", "2");
        assertThat(parameters.value("b")).isEqualTo("1");
    }

    @Test
    void aNameDecodedTwiceIsStillDoubled() {
        assertThat(parse("code=1&c%6fde=2").repeated(Set.of("code"))).containsExactly("code");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%",
                "a=%4",
                "a=%zz",
                "%zz=a",
                "a=%-1",
                "a=%C3",
                "a=%ff",
                "a=%ED%A0%80",
                "a=%C0%80",
                "b=1&a=%"
            })
    void malformedEscapesAndMalformedUtf8AreRefused(String encoded) {
        assertThat(Parameters.parse(encoded)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "=", "&&==&&", "a", "é", "\u0000"})
    void whatNamesNothingIsEmpty(String encoded) {
        assertThat(parse(encoded).toString()).isEqualTo("Parameters[]");
    }

    @Test
    void aValueKeepsItsEqualsSigns() {
        assertThat(parse("a=b=c==").value("a")).isEqualTo("b=c==");
    }

    @Test
    void manyParametersAreReadInTime() {
        assertThat(parse("a=1&".repeat(100_000)).values("a")).hasSize(100_000);
        assertThat(parse("&".repeat(1_000_000)).values("a")).isEmpty();
    }

    @Test
    void onlyNamesArePrinted() {
        assertThat(parse("code=secret&state=hidden").toString())
                .isEqualTo("Parameters[code, state]");
    }

    @Test
    void aSecretParameterIsASecret() {
        Parameters parameters = parse("code=secret");

        assertThat(parameters.secret("code")).isEqualTo(Secret.of("secret"));
        assertThat(parameters.secret("other")).isNull();
    }

    private static Parameters parse(String encoded) {
        Optional<Parameters> parameters = Parameters.parse(encoded);
        assertThat(parameters).isPresent();
        return parameters.orElseThrow();
    }
}
