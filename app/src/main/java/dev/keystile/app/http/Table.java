package dev.keystile.app.http;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How things are shown: the same columns in JSON, in CSV and on a page.
 *
 * @param name of the things, such as {@code clients}
 */
record Table<T>(String name, List<Column<T>> columns) {
    /** Copies the list. */
    Table {
        columns = List.copyOf(columns);
    }

    /** A column: the member's name in JSON, and where its values come from. */
    record Column<T>(String name, Function<T, Cell> cell) {}

    /** A thing as an object; what is empty is left out. */
    Json json(T item) {
        Json json = Json.object();
        columns.forEach(column -> column.cell().apply(item).into(json, column.name()));
        return json;
    }

    /** The first line of CSV (RFC 4180). */
    String head() {
        return columns.stream().map(Column::name).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** A thing as a line of CSV. */
    String line(T item) {
        return columns.stream()
                .map(column -> quoted(column.cell().apply(item).text()))
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    /** Quoted, and never what a spreadsheet takes for a formula: some texts are strangers'. */
    private static String quoted(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
    }
}
