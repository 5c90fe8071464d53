package dev.keystile.oauth.impl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whatever URL is given as client id: one that is accepted is written in the only way it can be, so
 * that no two readers could see another host or path in it.
 */
class ClientDocumentUrlFuzzTest {
    private static final Pattern PLAIN =
            Pattern.compile(
                    "https://(?<host>[a-z0-9._-]+|\\[[0-9a-f:.]+])(:(?<port>[1-9][0-9]*))?(?<path>/[!-~&&[^?#@\\\\]]+)");
    private static final Pattern NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");
    private static final Pattern IPV4 =
            Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    @FuzzTest
    void parse(byte[] input) {
        String text = new String(input, UTF_8);
        ClientDocumentUrl.parse(text, true).ifPresent(url -> assertPlain(url, text));
        ClientDocumentUrl.parse(text, false)
                .ifPresent(url -> {
                    assertThat(ClientDocumentUrl.parse(text, true)).contains(url);
                    assertThat(URI.create(text).getPort()).isIn(-1, 443);
                });
    }

    private static void assertPlain(ClientDocumentUrl url, String text) {
        Matcher plain = PLAIN.matcher(text);
        assertThat(url.text()).isEqualTo(text).hasSizeLessThan(513);
        assertThat(plain.matches()).isTrue();
        String host = plain.group("host");
        assertThat(NUMBER.matcher(host).matches()).isEqualTo(IPV4.matcher(host).matches());
        assertThat(URI.create(text).getPort()).isBetween(-1, 65535);
        assertThat(segments(plain.group("path").replace("+", "%2b"))).doesNotContain(".", "..");
    }

    private static List<String> segments(String path) {
        return List.of(URLDecoder.decode(path, UTF_8).split("[/\\\\]", -1));
    }
}
