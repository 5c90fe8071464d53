package dev.keystile.app.admin;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where a command writes: for people, or as JSON for programs. What strangers chose is written
 * without control characters, which a terminal would obey.
 */
record Output(PrintWriter out, boolean json) {
    /** Writes an object: a line for each member. */
    void object(JsonObject object) {
        if (json) {
            line(object.toString());
        } else {
            int width = object.keySet().stream().mapToInt(String::length).max().orElse(0);
            object.forEach((name, value) -> line(padded(name, width) + "  " + text(value)));
        }
    }

    /** Writes a list: a line for each item, of these members, under their names. */
    void table(String name, List<JsonObject> items, List<String> members) {
        if (json) {
            String all = items.stream().map(JsonObject::toString).collect(Collectors.joining(","));
            line("{\"" + name + "\":[" + all + "]}");
            return;
        }
        List<List<String>> rows =
                items.stream()
                        .map(item -> members.stream().map(member -> member(item, member)).toList())
                        .toList();
        List<Integer> widths =
                IntStream.range(0, members.size())
                        .map(column -> width(column, members, rows))
                        .boxed()
                        .toList();
        row(members, widths);
        rows.forEach(row -> row(row, widths));
    }

    private static int width(int column, List<String> head, List<List<String>> rows) {
        int widest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        return Math.max(widest, head.get(column).length());
    }

    private void row(List<String> cells, List<Integer> widths) {
        line(
                IntStream.range(0, cells.size())
                        .mapToObj(column -> padded(cells.get(column), widths.get(column)))
                        .collect(Collectors.joining("  "))
                        .stripTrailing());
    }

    /** Writes a line. */
    void line(String text) {
        out.println(text);
        out.flush();
    }

    private static String member(JsonObject item, String name) {
        JsonValue value = item.get(name);
        return value == null ? "-" : text(value);
    }

    private static String text(JsonValue value) {
        return switch (value) {
            case JsonString string -> plain(string.getString());
            case JsonArray array ->
                    array.stream().map(Output::text).collect(Collectors.joining(" "));
            case JsonValue other -> plain(other.toString());
        };
    }

    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
