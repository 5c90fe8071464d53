package dev.keystile.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the log may say and what the operator's handbook has to say of it. */
class LogTableTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CALL =
            Pattern.compile("Level\\.([A-Z]+),\\s*(?:\\(\\)\\s*->\\s*)?\"([a-z-]+\\.[a-z-]+)[ \"]");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`.+?`) \\| ([A-Z, ]+) \\|");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    @Test
    void everyEventStandsInTheHandbookWithItsLevel() throws IOException {
        Map<String, String> handbook = handbook();
        Map<String, String> logged = logged();

        assertThat(logged).hasSizeGreaterThan(30);
        assertThat(handbook).containsAllEntriesOf(logged);
    }

    private static Map<String, String> logged() throws IOException {
        Map<String, String> levels = new TreeMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<Path> sources =
                    files.filter(file -> file.toString().contains("/src/main/java/"))
                            .filter(file -> file.toString().endsWith(".java"))
                            .toList();
            for (Path source : sources) {
                CALL.matcher(Files.readString(source))
                        .results()
                        .forEach(call -> levels.put(call.group(2), call.group(1)));
            }
        }
        return levels;
    }

    private static Map<String, String> handbook() throws IOException {
        Map<String, String> levels = new TreeMap<>();
        ROW.matcher(Files.readString(ROOT.resolve("docs/operating.md")))
                .results()
                .forEach(row -> enter(row, levels));
        return levels;
    }

    /** Of several names in a row each has the level at its place, or the last one. */
    private static void enter(MatchResult row, Map<String, String> levels) {
        List<String> given = Arrays.asList(row.group(2).split(", "));
        List<String> names =
                NAME.matcher(row.group(1)).results().map(name -> name.group(1)).toList();
        for (int i = 0; i < names.size(); i++) {
            levels.put(names.get(i), given.get(Math.min(i, given.size() - 1)));
        }
    }
}
