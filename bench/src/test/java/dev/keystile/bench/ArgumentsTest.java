package dev.keystile.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    private static final Optional<Path> REDIS = Optional.of(Path.of("redis-server"));

    private static Plan parse(String words) {
        return Arguments.parse(words.isEmpty() ? List.of() : List.of(words.split(" ")), REDIS);
    }

    @Test
    void withoutArgumentsBothStoresAreMeasuredInThreeSizes() {
        Plan plan = parse("");
        assertThat(plan.counts()).containsExactly(1_000, 100_000, 1_000_000);
        assertThat(plan.file()).isTrue();
        assertThat(plan.redis()).isPresent();
    }

    @Test
    void sizesAndStoreAreChosen() {
        Plan plan = parse("--grants 10,9999999 --only file");
        assertThat(plan.counts()).containsExactly(10, 9_999_999);
        assertThat(plan.file()).isTrue();
        assertThat(plan.redis()).isEmpty();
        assertThat(parse("--only redis").file()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "", "1000,", "1000,100", "10,10", "ten", "10000000", "-1"})
    void sizesThatAreNoneAreRefused(String sizes) {
        assertThatThrownBy(() -> Arguments.parse(List.of("--grants", sizes), REDIS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--grants: expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--only memory", "--only", "--all", "1000", "--grants"})
    void anythingElseIsRefused(String words) {
        assertThatThrownBy(() -> parse(words)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void redisThatIsNotThereIsMissedOnlyWhenItIsToBeMeasured() {
        assertThat(Arguments.parse(List.of("--only", "file"), Optional.empty()).file()).isTrue();
        assertThatThrownBy(() -> Arguments.parse(List.of(), Optional.empty()))
                .hasMessageContaining("redis-server is not on the PATH");
    }
}
