package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.impl.RegistrationRules.Verdict;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationRulesTest {
    private final RegistrationRules rules = new RegistrationRules(ClientPolicy.KNOWN_SCHEMES);

    @ParameterizedTest
    @ValueSource(
            strings = {"\ud83d", "a\ude00", "a\u0000", "\u001b[2J", "a\r\nb", "a\u202Eb", "", " "})
    void aTextThatCannotBeShownIsLeftOut(String text) {
        ClientMetadata registered = registered(text, null);

        assertThat(registered.applicationType()).isNull();
        assertThat(registered.softwareId()).isNull();
        assertThat(registered.softwareVersion()).isNull();
    }

    @Test
    void anyOtherTextIsKept() {
        ClientMetadata registered = registered("Ä b/1.0 😀", null);

        assertThat(registered.applicationType()).isEqualTo("Ä b/1.0 😀");
        assertThat(registered.softwareId()).isEqualTo("Ä b/1.0 😀");
        assertThat(registered.softwareVersion()).isEqualTo("Ä b/1.0 😀");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://",
                "https://app.example.com/\r\n",
                "https://app.example.com/ b",
                "https://app.example.com/é",
                "https://app.example.com/\ud83d"
            })
    void aClientUriIsPlainText(String uri) {
        assertThat(registered(null, uri).clientUri()).isNull();
        assertThat(registered(null, "https://app.example.com/%C3%A9?a=b").clientUri())
                .isEqualTo("https://app.example.com/%C3%A9?a=b");
    }

    @Test
    @DisplayName("AS-D-14: a registration has at most 3840 bytes, so that its record has 4 KB")
    void aRegistrationIsSmall() {
        assertThat(rules.register(sized(3840))).isInstanceOf(Verdict.Accepted.class);
        assertThat(rules.register(sized(3841)))
                .isEqualTo(
                        new Verdict.Refused(
                                OAuthError.INVALID_CLIENT_METADATA,
                                "a registration may have at most 3840 bytes; many keys need jwks_uri"));
        assertThat(rules.apply(sized(3841))).isInstanceOf(Verdict.Accepted.class);
    }

    private static ClientMetadata sized(int bytes) {
        return padded(bytes - ClientCodec.size(padded(0)));
    }

    private static ClientMetadata padded(int more) {
        String uri = "https://app.example.com/";
        String text = "t".repeat(512);
        return new ClientMetadata(
                List.of(uri + "a".repeat(1000), uri + "b".repeat(more)),
                null,
                "none",
                null,
                GrantType.all(),
                List.of("code"),
                null,
                text,
                null,
                text,
                text);
    }

    private ClientMetadata registered(String text, String clientUri) {
        ClientMetadata asked =
                new ClientMetadata(
                        List.of("http://localhost/callback"),
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        text,
                        clientUri,
                        text,
                        text);
        RegistrationRules.Verdict verdict = rules.apply(asked);
        assertThat(verdict).isInstanceOf(RegistrationRules.Verdict.Accepted.class);
        return ((RegistrationRules.Verdict.Accepted) verdict).metadata();
    }
}
