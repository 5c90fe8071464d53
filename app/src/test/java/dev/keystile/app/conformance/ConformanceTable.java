package dev.keystile.app.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The document of rows and their tests, line by line. */
record ConformanceTable(List<String> lines) {
    private static final Pattern ROW =
            Pattern.compile("\\| (" + NamedRows.ID + ") \\|([^|]+)\\|([^|]+)\\|([^|]*)\\|");
    private static final Pattern CLIENT =
            Pattern.compile("\\| (C-[0-9]{2}) \\|([^|]+)\\|([^|]*)\\|");
    private static final Pattern LIKE_A_ROW = Pattern.compile("\\|\\s*(AS|RS|GW|C)-.*");
    private static final Pattern DEFINITION = Pattern.compile("\\[([^]]+)]: (\\S+)");
    private static final String TO_ROOT = "../";

    ConformanceTable {
        lines = List.copyOf(lines);
    }

    static ConformanceTable of(String text) {
        return new ConformanceTable(text.lines().toList());
    }

    /**
     * A row.
     *
     * @param tests the last cell: links, or a reason
     */
    record Row(String id, String tests) {
        private static final Pattern REASON = Pattern.compile("(left out|nothing to test): \\S.*");

        boolean hasReason() {
            return REASON.matcher(tests).matches();
        }
    }

    /** A line about real clients, and the rows that it names. */
    record ClientLine(String id, List<String> rows) {}

    List<Row> rows() {
        return lines.stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> new Row(row.group(1), row.group(4).strip()))
                .toList();
    }

    List<ClientLine> clientLines() {
        return lines.stream()
                .map(CLIENT::matcher)
                .filter(Matcher::matches)
                .map(line -> new ClientLine(line.group(1), rowsIn(line.group(3))))
                .toList();
    }

    private static List<String> rowsIn(String cell) {
        return cell.isBlank() ? List.of() : List.of(cell.strip().split(",\\s*"));
    }

    /** Lines that begin like a row and are none. */
    List<String> malformed() {
        return lines.stream()
                .filter(LIKE_A_ROW.asMatchPredicate())
                .filter(line -> !ROW.matcher(line).matches() && !CLIENT.matcher(line).matches())
                .toList();
    }

    /** Where the links lead to, seen from the document, by label. */
    SortedMap<String, String> links() {
        SortedMap<String, String> links = new TreeMap<>();
        for (String line : lines) {
            Matcher definition = DEFINITION.matcher(line);
            if (definition.matches()) {
                links.put(definition.group(1), definition.group(2));
            }
        }
        return links;
    }

    /** The same document with the tests that are named, but for the rows that have a reason. */
    ConformanceTable withTests(NamedRows named) {
        List<String> next = new ArrayList<>();
        for (String line : lines) {
            if (!DEFINITION.matcher(line).matches()) {
                next.add(withTests(line, named));
            }
        }
        while (!next.isEmpty() && next.getLast().isBlank()) {
            next.removeLast();
        }
        next.add("");
        linksTo(named).forEach((label, path) -> next.add("[" + label + "]: " + path));
        return new ConformanceTable(next);
    }

    private static String withTests(String line, NamedRows named) {
        Matcher row = ROW.matcher(line);
        if (!row.matches() || new Row(row.group(1), row.group(4).strip()).hasReason()) {
            return line;
        }
        String cell = cell(row.group(1), named);
        return line.substring(0, row.start(4)) + (cell.isEmpty() ? " |" : " " + cell + " |");
    }

    /** The last cell of a row, as the sources would have it. */
    static String cell(String row, NamedRows named) {
        var labels = named.tests().get(row);
        return labels == null ? "" : "[" + String.join("], [", labels) + "]";
    }

    /** The links that the sources would have. */
    static SortedMap<String, String> linksTo(NamedRows named) {
        SortedMap<String, String> links = new TreeMap<>();
        named.files().forEach((label, path) -> links.put(label, TO_ROOT + path));
        return links;
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }
}
