package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntrospectionCallersTest {
    private static final String SECRET = "s".repeat(32);

    private static IntrospectionCallers server(String id, String secret) {
        return IntrospectionCallers.of(Map.of(id, Secret.of(secret)), null);
    }

    @Test
    void aSecretHas32To512Characters() {
        assertThat(server("rs", SECRET).accepts("rs", Secret.of(SECRET))).isTrue();
        String longest = "s".repeat(512);
        assertThat(server("rs", longest).accepts("rs", Secret.of(longest))).isTrue();
        assertRefused(() -> server("rs", "s".repeat(31)));
        assertRefused(() -> server("rs", longest + "s"));
    }

    @Test
    void anAdminTokenHas32To512Characters() {
        for (int length : new int[] {32, 512}) {
            Secret token = Secret.of("+".repeat(length));
            assertThat(IntrospectionCallers.of(Map.of(), token).acceptsAdmin(token)).isTrue();
        }
        assertRefused(() -> IntrospectionCallers.of(Map.of(), Secret.of("s".repeat(31))));
        assertRefused(() -> IntrospectionCallers.of(Map.of(), Secret.of("s".repeat(513))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "é", "\n", "\u007f"})
    void otherCharactersAreRefused(String character) {
        assertRefused(() -> server("rs", SECRET + "+"));
        assertRefused(() -> server("a" + character + "b", SECRET + character + ":"));
        assertRefused(() -> server("", SECRET));
        assertRefused(() -> server("a".repeat(65), SECRET));
        if (!character.isEmpty()) {
            assertRefused(() -> server("rs", SECRET + character));
            assertRefused(() -> IntrospectionCallers.of(Map.of(), Secret.of(SECRET + character)));
        }
    }

    @Test
    void nobodyIsAccepted() {
        IntrospectionCallers nobody = IntrospectionCallers.NONE;

        assertThat(nobody.resourceServer()).isFalse();
        assertThat(nobody.accepts("", null)).isFalse();
        assertThat(nobody.accepts("", Secret.of(""))).isFalse();
        assertThat(nobody.acceptsAdmin(Secret.of(""))).isFalse();
    }

    @Test
    void itPrintsIdsAlone() {
        IntrospectionCallers callers =
                IntrospectionCallers.of(
                        Map.of("rs-2", Secret.of(SECRET), "rs-1", Secret.of("t".repeat(32))),
                        Secret.of("a".repeat(32)));

        assertThat(callers).hasToString("IntrospectionCallers[rs-1, rs-2, admin]");
        assertThat(server("rs", SECRET)).hasToString("IntrospectionCallers[rs]");
    }

    private static void assertRefused(Runnable making) {
        assertThatThrownBy(making::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected ")
                .hasMessageNotContaining("sss");
    }
}
