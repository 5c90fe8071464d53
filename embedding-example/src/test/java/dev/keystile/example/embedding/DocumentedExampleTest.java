package dev.keystile.example.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/embedding.md} shows is what is compiled here. */
class DocumentedExampleTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");

    @Test
    void documentShowsTheVeryFiles() throws IOException {
        Matcher shown = JAVA.matcher(Files.readString(Path.of("../docs/embedding.md")));
        assertThat(shown.results().map(code -> code.group(1)).toList())
                .containsExactly(source("module-info.java"), source(example()));
    }

    @Test
    void exampleHasFewerThanFiftyLines() throws IOException {
        assertThat(source(example()).lines().count()).isLessThan(50);
    }

    private static String example() {
        return Notes.class.getName().replace('.', '/') + ".java";
    }

    private static String source(String file) throws IOException {
        return Files.readString(SOURCES.resolve(file));
    }
}
