package dev.keystile.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which the table may go stale is noticed. */
class TableCheckTest {
    private static final String DOCUMENT =
            """
            # Title

            | Row | Source | Requirement | Tests |
            |---|---|---|---|
            | AS-M-01 | RFC 1 | it is so | [app/http/ATest], [e2e/b.test.mjs] |
            | AS-M-02 | RFC 2 | it is not | left out: nobody asks |
            | RS-T-01 | RFC 3 | they do | nothing to test: a duty of clients |

            | Line | What they need | Rows |
            |---|---|---|
            | C-01 | both | AS-M-01, RS-T-01 |

            [app/http/ATest]: ../app/src/test/java/http/ATest.java
            [e2e/b.test.mjs]: ../e2e/b.test.mjs
            """;

    private final NamedRows named =
            new NamedRows(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());

    TableCheckTest() {
        name("app/src/test/java/http/ATest.java", "AS-M-01: so");
        named.add("e2e/b.test.mjs", "test('AS-M-01: so')");
    }

    private void name(String path, String title) {
        named.add(path, "@" + "DisplayName(\"" + title + "\")");
    }

    private List<String> problems(String document) {
        return new TableCheck(ConformanceTable.of(document), named, _ -> true).problems();
    }

    private static String with(String line, String instead) {
        assertThat(DOCUMENT).contains(line);
        return DOCUMENT.replace(line, instead);
    }

    @Test
    void whatAgreesHasNoProblem() {
        assertThat(problems(DOCUMENT)).isEmpty();
    }

    @Test
    void aTestMayNotNameARowThatIsNotThere() {
        name("app/src/test/java/http/CTest.java", "AS-M-03, AS-M-01");

        assertThat(problems(ConformanceTable.of(DOCUMENT).withTests(named).text()))
                .containsExactly(
                        "[app/http/CTest] names AS-M-03, which the table lacks; add the row, or mend"
                                + " the id");
    }

    @Test
    void anotherTestOfARowHasToBeInItsCell() {
        name("app/src/test/java/http/CTest.java", "AS-M-01");

        assertThat(problems(DOCUMENT))
                .hasSize(2)
                .allMatch(problem -> problem.contains("-Dconformance.write=true"))
                .anyMatch(
                        problem -> problem.startsWith("AS-M-01 is tested by [app/http/ATest], ["));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "left out", "left out: ", "to do: later", "some day"})
    void aRowHasTestsOrAReason(String cell) {
        assertThat(problems(with("left out: nobody asks", cell)))
                .containsExactly(
                        "AS-M-02 has no test; write one that names it, or say why not: 'left out: …'"
                                + " or 'nothing to test: …'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"left out: no", "nothing to test: no"})
    void aRowWithTestsHasNoReason(String reason) {
        assertThat(problems(with("[app/http/ATest], [e2e/b.test.mjs] |", reason + " |")))
                .singleElement()
                .asString()
                .startsWith("AS-M-01 is tested by [app/http/ATest], [e2e/b.test.mjs] but says")
                .contains("delete that reason");
    }

    @Test
    void anIdStandsOnce() {
        String row = "| AS-M-02 | RFC 2 | it is not | left out: nobody asks |\n";
        String line = "| C-01 | both | AS-M-01, RS-T-01 |\n";

        assertThat(problems(with(row, row + row)))
                .containsExactly("AS-M-02 stands twice; give one of them a number of its own");
        assertThat(problems(with(line, line + line)))
                .containsExactly("C-01 stands twice; give one of them a number of its own");
    }

    @Test
    void aLineAboutClientsNamesRowsThatAreThere() {
        assertThat(problems(with("AS-M-01, RS-T-01", "AS-M-01, RS-T-02")))
                .containsExactly("C-01 names RS-T-02, which is no row");
        assertThat(problems(with("AS-M-01, RS-T-01", "")))
                .containsExactly("C-01 names no row; name those that cover it");
    }

    @Test
    void aLinkLeadsToAFile() {
        var check =
                new TableCheck(
                        ConformanceTable.of(DOCUMENT), named, path -> !path.endsWith("ATest.java"));

        assertThat(check.problems())
                .singleElement()
                .asString()
                .startsWith(
                        "[app/http/ATest] leads to ../app/src/test/java/http/ATest.java, where no");
    }

    @Test
    void aLinkThatIsMissingIsNoticed() {
        assertThat(problems(with("[e2e/b.test.mjs]: ../e2e/b.test.mjs\n", "")))
                .singleElement()
                .asString()
                .startsWith("the links below the tables are not those of the tests");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AS-M", "AS-M-1", "AS-M-001", "RS-01", "AS-m-01", "GW-1", "GW-l-01"})
    void anIdOfAnotherFormIsNoticed(String id) {
        name("app/src/test/java/http/ATest.java", id + ": so");

        assertThat(problems(DOCUMENT))
                .containsExactly(
                        "no row's id: "
                                + id
                                + " in app/src/test/java/http/ATest.java; mend the name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "| AS-M-04 | RFC 4 | three columns |",
                "| AS-M-04 | RFC 4 | five | columns | here |",
                "|AS-M-04 | RFC 4 | spaces | left out: no |",
                "| AS-M-4 | RFC 4 | id | left out: no |",
                "| GW-4 | RFC 4 | id | left out: no |",
                "| C-1 | id | AS-M-01 |"
            })
    void aRowOfAnotherFormIsNoticed(String line) {
        assertThat(problems(DOCUMENT + line + "\n"))
                .containsExactly("not a line of the table: " + line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GW-01", "GW-L-01"})
    void rowsAboutTheGatewayAreRowsWithOrWithoutAGroup(String id) {
        name("app/src/test/java/http/ATest.java", id + ": so");
        String row = "| " + id + " | RFC 4 | so | [app/http/ATest] |\n\n[app/http/ATest]: ";

        assertThat(problems(with("\n[app/http/ATest]: ", row))).isEmpty();
    }

    @Test
    void theColumnIsWrittenFromTheSources() {
        String stale =
                with("[app/http/ATest], [e2e/b.test.mjs] |", "[app/http/OldTest] |")
                        .replace("ATest]: ", "OldTest]: ");

        ConformanceTable written = ConformanceTable.of(stale).withTests(named);

        assertThat(problems(stale)).isNotEmpty();
        assertThat(written.text()).isEqualTo(DOCUMENT);
        assertThat(written.withTests(named)).isEqualTo(written);
    }

    @Test
    void aRowThatLostItsTestsIsWrittenEmpty() {
        var nothing = new NamedRows(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());

        assertThat(ConformanceTable.of(DOCUMENT).withTests(nothing).text())
                .contains("| AS-M-01 | RFC 1 | it is so | |\n")
                .contains("| left out: nobody asks |")
                .doesNotContain("ATest");
    }
}
