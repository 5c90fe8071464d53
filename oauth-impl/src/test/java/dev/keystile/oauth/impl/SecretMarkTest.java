package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.spi.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretMarkTest {
    private final MovedClock clock = new MovedClock();
    private final Store store = new MemoryStore(clock);

    private static MasterSecret secret(String letter) {
        return MasterSecret.of(letter.repeat(32).getBytes(StandardCharsets.UTF_8));
    }

    private static MasterSecret secret(String letter, String... before) {
        return secret(letter)
                .replacing(List.of(before).stream().map(SecretMarkTest::secret).toList());
    }

    private void start(MasterSecret secret) {
        SecretMark.check(store, secret, clock);
    }

    private void assertRefused(MasterSecret secret) {
        assertThatThrownBy(() -> start(secret))
                .isInstanceOf(CannotOpenStoreException.class)
                .hasMessageContaining("are sealed under another secret")
                .hasMessageNotContaining("aaa");
    }

    @Test
    void theSameSecretIsKnownAtEveryStart() {
        start(secret("a"));
        start(secret("a"));

        assertThat(store.count(Store.Kind.SECRET)).isEqualTo(1);
    }

    @Test
    void anotherOneIsRefusedAndLeavesTheMark() {
        start(secret("a"));

        assertRefused(secret("b"));
        assertRefused(secret("b", "c"));
        start(secret("a"));
    }

    @Test
    void oneThatReplacesItTakesItsPlace() {
        start(secret("a"));
        start(secret("b", "a"));

        start(secret("b"));
        assertRefused(secret("a"));
    }

    @Test
    void replicasThatDifferWhileOneSecretFollowsAnotherAllStart() {
        start(secret("a"));
        start(secret("a", "b"));
        start(secret("b", "a"));
        start(secret("a", "b"));
        start(secret("b", "a"));
        start(secret("b"));
    }

    @Test
    void aRaceOfTwoFirstStartsLetsOneSecretWin() {
        long winners =
                Race.of(
                                16,
                                runner -> {
                                    try {
                                        start(secret(runner % 2 == 0 ? "a" : "b"));
                                        return true;
                                    } catch (CannotOpenStoreException e) {
                                        return false;
                                    }
                                })
                        .stream()
                        .filter(won -> won)
                        .count();

        assertThat(winners).isEqualTo(8);
    }
}
