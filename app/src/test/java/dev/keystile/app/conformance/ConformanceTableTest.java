package dev.keystile.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/conformance.md} says what the tests say of themselves. With {@code
 * -Dconformance.write=true} it is written anew first.
 */
class ConformanceTableTest {
    /** Tests run in the folder of their module. */
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Path DOCUMENT = ROOT.resolve("docs/conformance.md");

    @Test
    void tableAndTestsAgree() throws IOException {
        NamedRows named = NamedRows.read(ROOT);
        if (Boolean.getBoolean("conformance.write")) {
            Files.writeString(DOCUMENT, table().withTests(named).text());
        }

        assertThat(new TableCheck(table(), named, ConformanceTableTest::leadsToAFile).problems())
                .as(DOCUMENT.toString())
                .isEmpty();
    }

    private static ConformanceTable table() throws IOException {
        return ConformanceTable.of(Files.readString(DOCUMENT));
    }

    private static boolean leadsToAFile(String path) {
        return Files.isRegularFile(DOCUMENT.resolveSibling(path));
    }
}
