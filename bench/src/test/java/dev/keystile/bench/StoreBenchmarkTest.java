package dev.keystile.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.embedded.core.ExecutableProvider;

/** Runs the whole benchmark with next to nothing in the stores; what it measures is not judged. */
class StoreBenchmarkTest {
    private static final String RATE =
            "\\d+\\.\\d\\d \\(\\d+\\.\\d\\d\\.\\.\\d+\\.\\d\\d\\), [\\d,]+/s";
    private static final String NUMBER = "-?[\\d,]+";
    private static final String NUMBER_WITH_FRACTION = "[\\d,]+\\.\\d";

    @BeforeAll
    static void silenceLog() {
        StoreBenchmark.silenceLog();
    }

    private static Plan plan(boolean file, Optional<Path> redis) {
        return new Plan(List.of(100, 1000), file, redis, 20, 1, 1, 1, Duration.ofMillis(200));
    }

    private static String pattern(Figure figure) {
        return switch (figure) {
            case GRANT_BYTES, CLIENT_BYTES, START, START_AFTER_KILL -> NUMBER;
            case BEARER_CHECKS, REFRESHES, SIGN_INS -> RATE;
            case HEAP -> NUMBER_WITH_FRACTION;
        };
    }

    private static void hasEveryFigure(String report, Stream<Figure> figures) {
        figures.forEach(figure -> {
            String cell = " " + pattern(figure) + " \\|";
            assertThat(report.lines())
                    .as(figure.label())
                    .filteredOn(line -> line.startsWith("| " + figure.label() + " |"))
                    .singleElement()
                    .asString()
                    .matches("\\| " + figure.label() + " \\|" + cell + cell);
        });
        assertThat(report)
                .contains("| stored grants | 100 | 1,000 |")
                .containsPattern("last minute \\d+\\.\\d\\.$");
    }

    @Test
    void reportOnTheFileStoreHasEveryFigure() {
        hasEveryFigure(
                StoreBenchmark.report(plan(true, Optional.empty())), Stream.of(Figure.values()));
    }

    @Test
    void reportOnRedisHasEveryFigureButTheStarts() throws IOException {
        Path program = ExecutableProvider.newJarResourceProvider().get().toPath();
        String report = StoreBenchmark.report(plan(false, Optional.of(program)));
        hasEveryFigure(report, Stream.of(Figure.values()).filter(figure -> figure.of(false)));
        assertThat(report).contains("--save '' --appendonly no");
    }
}
