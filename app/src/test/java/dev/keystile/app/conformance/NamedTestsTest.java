package dev.keystile.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests and the files that the documents on security name are there. */
class NamedTestsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern ROW =
            Pattern.compile(
                    "(?m)^\\| (?<attack>[^|]+) \\| (?<tests>[^|]+) \\| (?<count>\\d+) \\|$");

    @ParameterizedTest
    @ValueSource(strings = {"SECURITY.md", "docs/mistakes.md", "docs/attacks.md"})
    void whatIsNamedIsThere(String document) throws IOException {
        NamedInText named = NamedInText.of(Files.readString(ROOT.resolve(document)));

        assertThat(named.tests()).hasSizeGreaterThan(20);
        assertThat(named.missing(TestSources.read(ROOT))).as(document).isEmpty();
    }

    @Test
    void theAttacksCountTheirTests() throws IOException {
        var rows =
                ROW.matcher(Files.readString(ROOT.resolve("docs/attacks.md"))).results().toList();

        assertThat(rows).hasSizeGreaterThan(10);
        assertThat(rows)
                .allSatisfy(row ->
                        assertThat(NamedInText.of(row.group("tests")).tests())
                                .as(row.group("attack"))
                                .hasSize(Integer.parseInt(row.group("count"))));
    }
}
