package dev.keystile.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of a report whose last column is a ratio with the least and the most of it, as {@link
 * Contest#lines} writes it.
 *
 * @param to what the ratios are to, the head of that column
 * @param lines without those of what all are compared to
 */
record Ratios(String to, List<Line> lines) {
    private static final Pattern RULE = Pattern.compile("(\\|-+)+\\|");
    private static final Pattern LINE =
            Pattern.compile(
                    "\\| ([^|]+) \\| ([^|]+) \\|(?: [\\d,]+ \\|)? (\\d+\\.\\d+) \\((\\d+\\.\\d+)\\.\\.(\\d+\\.\\d+)\\) \\|");
    private static final Spread SAME = new Spread(1, 1, 1);

    /**
     * One of them.
     *
     * @param name what was done, and by whom
     */
    record Line(String name, Spread ratio) {}

    /** The tables of that kind in a text in Markdown. */
    static List<Ratios> in(String markdown) {
        List<Ratios> tables = new ArrayList<>();
        String before = "";
        for (String line : markdown.lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (RULE.matcher(line).matches()) {
                tables.add(new Ratios(lastCell(before), new ArrayList<>()));
            } else if (matcher.matches() && !tables.isEmpty()) {
                tables.getLast().add(line(matcher));
            }
            before = line;
        }
        return tables.stream().filter(table -> !table.lines().isEmpty()).toList();
    }

    private void add(Line line) {
        if (!line.ratio().equals(SAME)) {
            lines.add(line);
        }
    }

    private static Line line(Matcher line) {
        return new Line(
                line.group(1) + ", " + line.group(2),
                new Spread(
                        Double.parseDouble(line.group(4)),
                        Double.parseDouble(line.group(3)),
                        Double.parseDouble(line.group(5))));
    }

    private static String lastCell(String row) {
        String[] cells = row.split("\\|");
        return cells[cells.length - 1].strip();
    }
}
