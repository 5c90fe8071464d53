package dev.keystile.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures of one kind of store, a column for each size. */
final class Figures {
    private final List<Integer> counts;
    private final boolean file;
    private final Map<Figure, Map<Integer, String>> cells = new EnumMap<>(Figure.class);

    Figures(List<Integer> counts, boolean file) {
        this.counts = counts;
        this.file = file;
    }

    void put(Figure figure, int count, String format, Object... values) {
        cells.computeIfAbsent(figure, _ -> new HashMap<>())
                .put(count, String.format(Locale.ROOT, format, values));
    }

    /** A table in Markdown. */
    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(row("stored grants", counts.stream().map(Figures::number)));
        lines.add("|---|" + "---|".repeat(counts.size()));
        Stream.of(Figure.values())
                .filter(figure -> figure.of(file))
                .map(figure ->
                        row(figure.label(), counts.stream().map(count -> cell(figure, count))))
                .forEach(lines::add);
        return String.join("\n", lines);
    }

    private String cell(Figure figure, int count) {
        return Objects.requireNonNullElse(
                cells.getOrDefault(figure, Map.of()).get(count), "not measured");
    }

    private static String row(String label, Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| " + label + " | ", " |"));
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
