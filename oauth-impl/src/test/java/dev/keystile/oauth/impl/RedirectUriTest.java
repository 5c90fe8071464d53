package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Comparison of redirect URIs: exact, but for the port of a loopback URI. */
class RedirectUriTest {
    private static final List<String> HOSTS = List.of("localhost", "127.0.0.1", "[::1]");
    private static final List<String> PORTS = List.of("", ":80", ":3118", ":65535");

    static Stream<List<String>> loopbackPairs() {
        List<List<String>> pairs = new ArrayList<>();
        for (String one : HOSTS) {
            for (String other : HOSTS) {
                for (String registeredPort : PORTS) {
                    for (String port : PORTS) {
                        pairs.add(
                                List.of(
                                        "http://" + one + registeredPort + "/callback?a=b",
                                        "http://" + other + port + "/callback?a=b",
                                        Boolean.toString(one.equals(other))));
                    }
                }
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest
    @MethodSource("loopbackPairs")
    @DisplayName("AS-A-05: any port will do, but the host is spelled as registered")
    void onlyThePortOfALoopbackUriIsFree(List<String> pair) {
        assertThat(allows(pair.get(0), pair.get(1))).isEqualTo(Boolean.parseBoolean(pair.get(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost/callback, http://localhost:3118/callback/",
        "http://localhost/callback, http://localhost:3118/Callback",
        "http://localhost/callback, http://localhost:3118/",
        "http://localhost/callback, http://localhost:3118",
        "http://localhost/callback, http://localhost:3118/callback?a=b",
        "http://localhost/callback?a=b, http://localhost:3118/callback",
        "http://localhost/callback?a=b, http://localhost:3118/callback?a=c",
        "http://localhost/callback, http://localhost:3118/callback#f",
        "http://localhost/callback, http://localhost:3118/x/../callback",
        "http://localhost/callback, http://localhost:3118/%63allback",
        "http://localhost/callback, https://localhost:3118/callback",
        "http://localhost/callback, https://localhost/callback",
        "http://localhost/callback, HTTP://localhost:3118/callback",
        "http://localhost/callback, http://LOCALHOST:3118/callback",
        "http://localhost/callback, http://localhost.:3118/callback",
        "http://localhost/callback, http://user@localhost:3118/callback",
        "http://localhost/callback, http://localhost:3118@evil.example/callback",
        "http://localhost/callback, http://localhost.evil.example:3118/callback",
        "http://localhost/callback, http://evil.example:3118/callback",
        "http://localhost/callback, http://localhost:/callback",
        "http://localhost/callback, http://localhost:0123/callback",
        "http://localhost:0123/callback, http://localhost:123/callback",
        "http://localhost:0123/callback, http://localhost:03/callback",
        "http://localhost/callback, http://localhost:port/callback",
        "http://localhost/callback, http://localhost:65536/callback",
        "http://localhost/callback, http://localhost:99999999999/callback",
        "http://localhost/callback, http:/callback",
        "http://localhost/callback, http:callback",
        "http://localhost/callback, //localhost/callback",
        "http://localhost/callback, ' http://localhost/callback'",
        "http://localhost/callback, 'http://localhost:3118\\@evil.example/callback'",
        "http://127.0.0.1/callback, http://127.1:3118/callback",
        "http://[::1]/callback, http://[0:0:0:0:0:0:0:1]:3118/callback",
        "https://app.example.com/cb, https://app.example.com:8443/cb",
        "https://app.example.com/cb, https://app.example.com:443/cb",
        "https://app.example.com/cb, https://app.example.com/cb/",
        "https://app.example.com/cb, https://app.example.com/cb?a=b",
        "https://app.example.com/cb, https://APP.example.com/cb",
        "https://app.example.com/cb, http://app.example.com/cb",
        "cursor://host/cb, cursor://host:3118/cb"
    })
    @DisplayName("AS-A-04, AS-A-05: nothing but that port is free")
    void nothingElseIsFree(String registered, String requested) {
        assertThat(allows(registered, requested)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com/cb?tenant=7&x=%20",
                "cursor://anysphere.cursor-mcp/oauth/callback",
                "com.example.app:/callback",
                "http://localhost:/callback",
                "http://localhost:00/callback",
                "HTTP://localhost/callback"
            })
    void anEqualUriIsAlwaysAllowed(String uri) {
        assertThat(allows(uri, uri)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code=a",
                "c%6fde=a",
                "a=b&%73%74%61%74%65",
                "iss",
                "a&error%5Furi=",
                "c%6=a",
                "c%zz=a",
                "a=b&%"
            })
    @DisplayName("AS-A-20: no query says what only a response may say, however it is written")
    void noQuerySaysWhatAResponseSays(String query) {
        assertThat(RedirectUri.parse("https://claude.ai/cb?" + query)).isEmpty();
    }

    @Test
    void anEndlessRequestedUriIsRefusedWithoutHarm() {
        String endless = "http://localhost:1/" + "a/../".repeat(200_000);

        assertThat(allows("http://localhost/callback", endless)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:1/cb, true",
        "http://[::1]/cb, true",
        "cursor://x/cb, true",
        "https://claude.ai/api/mcp/auth_callback, true",
        "https://claude.ai.evil.example/cb, false",
        "https://evil.example/claude.ai, false",
        "https://app.example.com/cb, false"
    })
    @DisplayName("AS-A-24: errors go at once only where that is no open redirect")
    void onlyHarmlessUrisAreGoneToAtOnce(String uri, boolean harmless) {
        assertThat(RedirectUri.parse(uri).orElseThrow().harmless()).isEqualTo(harmless);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:1/cb, localhost",
        "http://[::1]:1/cb, [::1]",
        "https://app.example.com:8443/cb, app.example.com",
        "cursor://x/cb, cursor://",
        "com.example.app:/cb, com.example.app://"
    })
    void aPersonIsShownWhereTheBrowserGoes(String uri, String destination) {
        assertThat(RedirectUri.parse(uri).orElseThrow().destination()).isEqualTo(destination);
    }

    private static boolean allows(String registered, String requested) {
        Optional<RedirectUri> uri = RedirectUri.parse(registered);
        assertThat(uri).isPresent();
        return uri.orElseThrow().allows(requested);
    }
}
