package dev.keystile.oauth.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringTokenizer;

/** Whatever scope is sent: its tokens once each, and the same again after they are written. */
class ScopeFuzzTest {
    @FuzzTest
    void parse(byte[] input) {
        String value = new String(input, UTF_8);
        Scope scope = Scope.parse(value);

        assertThat(scope.tokens()).containsExactlyElementsOf(tokens(value));
        assertThat(Scope.parse(scope.toString())).isEqualTo(scope);
        assertThat(Scope.SUPPORTED.tokens())
                .containsAll(scope.intersection(Scope.SUPPORTED).tokens());
    }

    private static Set<String> tokens(String value) {
        Set<String> tokens = new LinkedHashSet<>();
        for (var sent = new StringTokenizer(value, " "); sent.hasMoreTokens(); ) {
            tokens.add(sent.nextToken());
        }
        return tokens;
    }
}
