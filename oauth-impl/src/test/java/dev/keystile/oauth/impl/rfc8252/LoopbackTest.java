package dev.keystile.oauth.impl.rfc8252;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LoopbackTest {
    private static final List<String> HOSTS = List.of("localhost", "127.0.0.1", "[::1]");
    private static final List<String> PORTS = List.of("", ":80", ":3118", ":65535");

    private final InMemoryServer gateway = new InMemoryServer();

    static Stream<Arguments> pairs() {
        return HOSTS.stream()
                .flatMap(one ->
                        HOSTS.stream()
                                .flatMap(other ->
                                        PORTS.stream()
                                                .flatMap(registered ->
                                                        PORTS.stream()
                                                                .map(port ->
                                                                        Arguments.of(
                                                                                "http://"
                                                                                        + one
                                                                                        + registered
                                                                                        + "/callback",
                                                                                "http://"
                                                                                        + other
                                                                                        + port
                                                                                        + "/callback",
                                                                                one.equals(
                                                                                        other))))));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @DisplayName("AS-A-05, W-01: any port of a loopback URI, its host as registered")
    void anyPortWillDo(String registered, String requested, boolean allowed) {
        assertThat(asks(registered, requested)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost/callback, http://localhost:3118/callback/",
        "http://localhost/callback, http://localhost:3118/other",
        "http://localhost/callback, http://localhost:3118/callback?a=b",
        "http://localhost/callback?a=b, http://localhost:3118/callback?a=c",
        "http://localhost/callback, https://localhost:3118/callback",
        "http://localhost/callback, http://localhost.evil.example:3118/callback",
        "https://app.example.com/cb, https://app.example.com:8443/cb"
    })
    @DisplayName(
            "AS-A-04, AS-A-05: path, query and scheme are exact, and no other host gets the rule")
    void nothingButThePortIsFree(String registered, String requested) {
        assertThat(asks(registered, requested)).isFalse();
    }

    @Test
    @DisplayName("AS-T-21: the token request names the port of the authorization request")
    void thePortOfTheRequestCounts() {
        ClientInformation client = gateway.register("none", "http://127.0.0.1/callback");
        Form request =
                gateway.authorization(client)
                        .with("redirect_uri", "http://127.0.0.1:5001/callback");
        Form exchange = gateway.exchange(client, gateway.code(request));

        refused(
                gateway.token(exchange.with("redirect_uri", "http://127.0.0.1:5002/callback")),
                OAuthError.INVALID_GRANT);
        refused(
                gateway.token(exchange.with("redirect_uri", "http://127.0.0.1/callback")),
                OAuthError.INVALID_GRANT);
        issued(gateway.token(exchange.with("redirect_uri", "http://127.0.0.1:5001/callback")));
    }

    @Test
    @DisplayName("AS-T-08: an app on one's own machine gets no secret and needs none")
    void aNativeAppNeedsNoSecret() {
        ClientInformation client = gateway.register(null, "http://127.0.0.1/callback");

        assertThat(client.clientSecret()).isNull();
        assertThat(client.metadata().tokenEndpointAuthMethod()).isEqualTo("none");
        issued(gateway.token(gateway.exchange(client, gateway.code(client))));
    }

    private boolean asks(String registered, String requested) {
        ClientInformation client = gateway.register("none", registered);
        return gateway.authorize(gateway.authorization(client).with("redirect_uri", requested))
                instanceof AuthorizationOutcome.Ask;
    }
}
