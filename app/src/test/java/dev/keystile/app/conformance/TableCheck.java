package dev.keystile.app.conformance;

import dev.keystile.app.conformance.ConformanceTable.ClientLine;
import dev.keystile.app.conformance.ConformanceTable.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Holds the table against the sources of the tests.
 *
 * @param exists whether a path, seen from the document, leads to a file
 */
record TableCheck(ConformanceTable table, NamedRows named, Predicate<String> exists) {
    private static final String REWRITE =
            "; write the column anew with -Dconformance.write=true (the document says how)";

    /** What is wrong, each with what to do about it; empty when nothing is. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        table.malformed().forEach(line -> problems.add("not a line of the table: " + line));
        named.misspelt().forEach(row -> problems.add("no row's id: " + row + "; mend the name"));
        table.rows().forEach(row -> check(row, problems));
        problems.addAll(doubled());
        problems.addAll(unknown());
        table.clientLines().forEach(line -> check(line, problems));
        problems.addAll(links());
        return problems;
    }

    private void check(Row row, List<String> problems) {
        String expected = ConformanceTable.cell(row.id(), named);
        if (row.hasReason() && !expected.isEmpty()) {
            problems.add(
                    row.id()
                            + " is tested by "
                            + expected
                            + " but says '"
                            + row.tests()
                            + "'; delete that reason, or the id from the tests");
        } else if (!row.hasReason() && expected.isEmpty()) {
            problems.add(
                    row.id()
                            + " has no test; write one that names it, or say why not: 'left out: …' or"
                            + " 'nothing to test: …'");
        } else if (!row.hasReason() && !row.tests().equals(expected)) {
            problems.add(
                    row.id()
                            + " is tested by "
                            + expected
                            + ", the table says "
                            + shown(row)
                            + REWRITE);
        }
    }

    private static String shown(Row row) {
        return row.tests().isEmpty() ? "nothing" : row.tests();
    }

    private List<String> doubled() {
        Set<String> seen = new HashSet<>();
        List<String> ids = new ArrayList<>(table.rows().stream().map(Row::id).toList());
        table.clientLines().forEach(line -> ids.add(line.id()));
        return ids.stream()
                .filter(id -> !seen.add(id))
                .map(id -> id + " stands twice; give one of them a number of its own")
                .toList();
    }

    private List<String> unknown() {
        Set<String> ids = ids();
        return named.tests().keySet().stream()
                .filter(id -> !ids.contains(id))
                .map(id ->
                        ConformanceTable.cell(id, named)
                                + " names "
                                + id
                                + ", which the table lacks; add the row, or mend the id")
                .toList();
    }

    private void check(ClientLine line, List<String> problems) {
        if (line.rows().isEmpty()) {
            problems.add(line.id() + " names no row; name those that cover it");
        }
        Set<String> ids = ids();
        line.rows().stream()
                .filter(id -> !ids.contains(id))
                .forEach(id -> problems.add(line.id() + " names " + id + ", which is no row"));
    }

    private List<String> links() {
        List<String> problems = new ArrayList<>();
        table.links()
                .forEach((label, path) -> {
                    if (!exists.test(path)) {
                        problems.add(
                                "["
                                        + label
                                        + "] leads to "
                                        + path
                                        + ", where no file is"
                                        + REWRITE);
                    }
                });
        if (!table.links().equals(ConformanceTable.linksTo(named))) {
            problems.add("the links below the tables are not those of the tests" + REWRITE);
        }
        return problems;
    }

    private Set<String> ids() {
        return table.rows().stream().map(Row::id).collect(Collectors.toSet());
    }
}
