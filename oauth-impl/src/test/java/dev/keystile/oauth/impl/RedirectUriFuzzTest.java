package dev.keystile.oauth.impl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whatever redirect URI is sent: one that is accepted is as harmless to a reader who only cuts text
 * at a few characters, as browsers do, and it allows nothing but other ports.
 */
class RedirectUriFuzzTest {
    private static final Set<String> PRIVATE_USE = ClientPolicy.KNOWN_SCHEMES;
    private static final Set<String> NEVER =
            Set.of(
                    "javascript",
                    "data",
                    "vbscript",
                    "file",
                    "blob",
                    "about",
                    "view-source",
                    "ws",
                    "wss",
                    "ftp");

    private static final String REST = "([/?][!-~&&[^#\\\\]]*+)?";
    private static final Pattern PLAIN =
            Pattern.compile("(?<scheme>[\\w+.-]+):(//(?<authority>[!-~&&[^/?#@\\\\]]*+))?" + REST);
    private static final Pattern LOOPBACK =
            Pattern.compile(
                    "(?<base>http://(localhost|127\\.0\\.0\\.1|\\[::1]))(:(?<port>0|[1-9][0-9]{0,4}))?"
                            + "(?<rest>"
                            + REST
                            + ")");

    @FuzzTest
    void parse(byte[] input) {
        String text = new String(input, UTF_8);
        RedirectUri.parse(text)
                .ifPresent(uri -> {
                    assertThat(uri.text())
                            .isEqualTo(text)
                            .hasSizeLessThan(2049)
                            .matches("[!-~&&[^#\\\\]]+");
                    if (uri.registrable(PRIVATE_USE)) {
                        assertHarmless(uri, PLAIN.matcher(text));
                    }
                });
    }

    private static void assertHarmless(RedirectUri uri, Matcher plain) {
        assertThat(plain.matches()).isTrue();
        String scheme = plain.group("scheme").toLowerCase(Locale.ROOT);
        String authority = plain.group("authority");
        assertThat(NEVER).doesNotContain(scheme);
        assertThat(uri.loopback()).isEqualTo(scheme.equals("http"));
        switch (scheme) {
            case "http" ->
                    assertThat(authority).matches("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]*)?");
            case "https" ->
                    assertThat(authority)
                            .matches(Pattern.quote(uri.destination()) + "(:[0-9]{0,5})?");
            default -> assertThat(PRIVATE_USE.contains(scheme) || scheme.contains(".")).isTrue();
        }
    }

    @FuzzTest
    void allows(byte[] input) {
        String[] lines = new String(input, UTF_8).split("\n", 2);
        String requested = lines[lines.length - 1];
        RedirectUri.parse(lines[0])
                .ifPresent(registered -> {
                    assertThat(registered.allows(registered.text())).isTrue();
                    assertThat(registered.allows(requested))
                            .isEqualTo(
                                    registered.text().equals(requested)
                                            || differInPort(registered.text(), requested));
                });
    }

    private static boolean differInPort(String registered, String requested) {
        Matcher one = LOOPBACK.matcher(registered);
        Matcher other = LOOPBACK.matcher(requested);
        return one.matches()
                && other.matches()
                && one.group("base").equals(other.group("base"))
                && one.group("rest").equals(other.group("rest"))
                && Integer.parseInt(Objects.requireNonNullElse(other.group("port"), "0")) < 65536;
    }
}
