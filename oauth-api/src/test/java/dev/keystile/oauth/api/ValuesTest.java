package dev.keystile.oauth.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.spi.Store;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small values of the contract. */
class ValuesTest {
    @Test
    void aSecretIsComparedByItsValueAndPrintsNothing() {
        Secret secret = Secret.of("jean_sk_secret");

        assertThat(secret).isEqualTo(Secret.of("jean_sk_secret")).isNotEqualTo(Secret.of("other"));
        assertThat(secret).hasSameHashCodeAs(Secret.of("other"));
        assertThat(secret).hasToString("Secret[redacted]");
        assertThat(secret.reveal()).isEqualTo("jean_sk_secret");
    }

    @Test
    void aStoredRecordDoesNotPrintItsValue() {
        Store.Key key = new Store.Key(Store.Kind.GRANT, "id-1");

        assertThat(new Store.Stored(key, "the-value", 7, Instant.EPOCH).toString())
                .contains("id-1", "7")
                .doesNotContain("the-value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "jane", "A.b_c~d-9", "...", ".a"})
    void aUserIdHasTheShapeOfAPathSegment(String value) {
        assertThat(UserId.parse(value)).contains(new UserId(value));
        assertThat(new UserId(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a b", "a%20b", "é", "a\n", "@", "a\u0000"})
    void anythingElseIsNoUserId(String value) {
        assertThat(UserId.parse(value)).isEmpty();
        assertThatThrownBy(() -> new UserId(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aUserIdHasAtMost64Characters() {
        assertThat(UserId.parse("a".repeat(64))).isPresent();
        assertThat(UserId.parse("a".repeat(65))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "oauth", "Jean", "a_b", "a b", "é", "a/b"})
    void aConnectorIdHasItsShape(String value) {
        assertThatThrownBy(() -> new ConnectorId(value))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new ConnectorId("oauth-2")).hasToString("oauth-2");
        assertThat(new ConnectorId("a".repeat(32)).value()).hasSize(32);
        assertThatThrownBy(() -> new ConnectorId("a".repeat(33)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyFitsByPrefixCharactersAndLength() {
        Connector connector = connector("https://upstream.example.com/mcp");

        assertThat(fits(connector, "jean_sk_a")).isTrue();
        assertThat(fits(connector, "jean_sk_!~")).isTrue();
        assertThat(fits(connector, "jean_sk_" + "a".repeat(504))).isTrue();
        assertThat(fits(connector, "jean_sk_" + "a".repeat(505))).isFalse();
        for (String wrong :
                new String[] {
                    "",
                    "jean_sk_",
                    "JEAN_SK_a",
                    "sk_a",
                    "jean_sk_a b",
                    "jean_sk_\u007f",
                    "jean_sk_é",
                    "jean_sk_a\r\nX-Evil: 1",
                    " jean_sk_a"
                }) {
            assertThat(fits(connector, wrong)).as(wrong).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x/mcp", "/mcp", "mcp", "https:mcp", "file:///etc/passwd"})
    void anUpstreamIsAnHttpUrl(String upstream) {
        assertThatThrownBy(() -> connector(upstream)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyTravelsWithOrWithoutAScheme() {
        Secret key = Secret.of("k");

        assertThat(new ApiKeyHeader("x-api-key", null).valueFor(key)).isEqualTo("k");
        assertThat(new ApiKeyHeader("Authorization", "Bearer").valueFor(key)).isEqualTo("Bearer k");
        for (String wrong : new String[] {"", "a b", "a:", "a\r\n", "é"}) {
            assertThatThrownBy(() -> new ApiKeyHeader(wrong, null))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new ApiKeyHeader("x-api-key", wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aKeyIsFoundBehindItsScheme() {
        ApiKeyHeader bare = new ApiKeyHeader("x-api-key", null);
        ApiKeyHeader bearer = new ApiKeyHeader("AUTHORIZATION", "Bearer");

        assertThat(bare.keyIn(" k ")).contains(Secret.of("k"));
        assertThat(bare.keyIn("  ")).isEmpty();
        assertThat(bearer.keyIn("bEARER  k")).contains(Secret.of("k"));
        for (String other : new String[] {"", "k", "Bearer", "Bearerk", "Basic k", "Bearer\tk"}) {
            assertThat(bearer.keyIn(other)).as(other).isEmpty();
        }
        assertThat(bearer.isAuthorization()).isTrue();
        assertThat(bare.isAuthorization()).isFalse();
    }

    @Test
    void aScopeIsASetInTheOrderFirstSeen() {
        Scope scope = Scope.parse("  b  a b ");

        assertThat(scope.tokens()).containsExactly("b", "a");
        assertThat(scope).hasToString("b a");
        assertThat(Scope.parse("").tokens()).isEmpty();
        assertThat(Scope.parse("\t").tokens()).containsExactly("\t");
        assertThat(scope.with("a")).isEqualTo(new Scope(List.of("a", "b")));
        assertThat(scope.intersection(Scope.parse("a c"))).isEqualTo(Scope.parse("a"));
        assertThat(scope.covers(Scope.parse("a b"))).isTrue();
        assertThat(scope.covers(Scope.parse("a c"))).isFalse();
        assertThat(scope.without("b")).isEqualTo(Scope.parse("a"));
    }

    @Test
    void allOfMcpIncludesReadingAndNotTheOtherWayRound() {
        assertThat(Scope.parse("mcp").covers("mcp:read")).isTrue();
        assertThat(Scope.parse("mcp:read").covers("mcp:read")).isTrue();
        assertThat(Scope.parse("mcp:read offline_access").covers("mcp")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anErrorCodeIsItsNameOnTheWire(OAuthError error) {
        assertThat(error.code()).matches("[a-z_]+").isEqualToIgnoringCase(error.name());
    }

    private static boolean fits(Connector connector, String key) {
        return connector.fits(Secret.of(key));
    }

    private static Connector connector(String upstream) {
        return new Connector(
                new ConnectorId("jean"),
                "Jean Memory",
                URI.create(upstream),
                new ApiKeyHeader("x-api-key", null),
                "jean_sk_",
                null,
                UserIdTrust.CLAIMED);
    }
}
