package dev.keystile.app.pages;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is below the tabs of a page of the administration, from top to bottom. All of it is in
 * English, and text of anybody is made fit to be shown.
 *
 * @param filter what the page shows is chosen by it; null when there is nothing to choose
 * @param story one attempt to connect; null on all other pages
 */
public record AdminContent(
        List<Tile> tiles,
        @Nullable Form filter,
        @Nullable Story story,
        List<Chart> charts,
        List<Funnel> funnels,
        List<Sheet> sheets,
        List<Form> forms) {
    /** Copies the lists. */
    public AdminContent {
        tiles = List.copyOf(tiles);
        charts = List.copyOf(charts);
        funnels = List.copyOf(funnels);
        sheets = List.copyOf(sheets);
        forms = List.copyOf(forms);
    }

    /** Tables. */
    public static AdminContent of(Sheet... sheets) {
        return new AdminContent(
                List.of(), null, null, List.of(), List.of(), List.of(sheets), List.of());
    }

    /** The same with figures on top. */
    public AdminContent with(List<Tile> figures) {
        return new AdminContent(figures, filter, story, charts, funnels, sheets, forms);
    }

    /** The same below a form by which it is chosen. */
    public AdminContent chosenBy(Form form) {
        return new AdminContent(tiles, form, story, charts, funnels, sheets, forms);
    }

    /** The same below a story. */
    public AdminContent telling(Story told) {
        return new AdminContent(tiles, filter, told, charts, funnels, sheets, forms);
    }

    /** The same with drawings above the tables. */
    public AdminContent drawing(List<Chart> bars, List<Funnel> steps) {
        return new AdminContent(tiles, filter, story, bars, steps, sheets, forms);
    }

    /** The same with a form at the end. */
    public AdminContent and(Form form) {
        return new AdminContent(
                tiles,
                filter,
                story,
                charts,
                funnels,
                sheets,
                Stream.concat(forms.stream(), Stream.of(form)).toList());
    }

    /**
     * How something stands out.
     *
     * <p>Each has a class of this name in the style sheet.
     */
    public enum Look {
        /** It does not. */
        PLAIN,
        /** It is well. */
        GOOD,
        /** It should be looked at. */
        WARN,
        /** It is not well. */
        BAD,
        /** It is a time, and in one line. */
        TIME,
        /** It is long, and may be broken anywhere. */
        LONG;

        /** The class. */
        String css() {
            return switch (this) {
                case PLAIN -> "";
                case GOOD -> "mark good";
                case WARN -> "mark warn";
                case BAD -> "mark bad";
                case TIME -> "time";
                case LONG -> "long";
            };
        }
    }

    /**
     * A text.
     *
     * @param words of anybody; at most 600 characters of them are shown
     * @param href where it leads; null for nowhere
     */
    public record Text(String words, @Nullable String href, Look look) {
        private static final int MOST = 600;

        /** Makes it fit to be shown. */
        public Text {
            words = ShownText.of(words, MOST);
        }

        /** Nothing but a few words. */
        public static Text of(String words) {
            return new Text(ShownText.of(words), null, Look.PLAIN);
        }

        /** Words that may be many. */
        public static Text whole(String words) {
            return new Text(words, null, Look.LONG);
        }

        /** A few words that lead somewhere. */
        public static Text to(String href, String words) {
            return new Text(ShownText.of(words), href, Look.PLAIN);
        }

        /** Words that stand out. */
        public static Text marked(String words, Look look) {
            return new Text(words, null, look);
        }

        /** A number. */
        public static Text of(long number) {
            return of(Long.toString(number));
        }

        String css() {
            return look.css();
        }
    }

    /** A figure. */
    public record Tile(String name, Text value) {}

    /**
     * Bars, drawn.
     *
     * @param hint what has to be known about them
     */
    public record Chart(String name, BarChart bars, String hint) {
        Markup drawing() {
            return bars.drawing(name);
        }

        String first() {
            return bars.bars().getFirst().name();
        }

        String last() {
            return bars.bars().getLast().name();
        }

        String most() {
            return bars.mostText();
        }

        List<BarChart.Line> lines() {
            return bars.lines();
        }
    }

    /** Steps, each with how many came so far. */
    public record Funnel(String name, List<Step> steps, String hint) {
        /** Copies the list. */
        public Funnel {
            steps = List.copyOf(steps);
        }
    }

    /**
     * A step.
     *
     * @param width of its bar, in hundredths
     * @param share in words; empty when it says nothing
     */
    public record Step(String name, long count, long width, String share) {}

    /**
     * A table.
     *
     * @param search what was sought; null when nothing can be
     * @param csv where the whole list is; null when it is nowhere
     * @param next where it goes on; null at its end
     */
    public record Sheet(
            String name,
            List<String> head,
            List<Row> rows,
            @Nullable String search,
            @Nullable String csv,
            @Nullable String next) {
        /** Copies the lists. */
        public Sheet {
            head = List.copyOf(head);
            rows = List.copyOf(rows);
        }

        /** One that is whole. */
        public static Sheet whole(String name, List<String> head, List<Row> rows) {
            return new Sheet(name, head, rows, null, null, null);
        }

        boolean isEmpty() {
            return rows.isEmpty();
        }

        /** The rows, each cell with the head of its column. */
        List<Line> lines() {
            return rows.stream().map(this::line).toList();
        }

        private Line line(Row row) {
            return new Line(
                    IntStream.range(0, row.cells().size())
                            .mapToObj(place -> new Cell(head.get(place), row.cells().get(place)))
                            .toList(),
                    row);
        }

        /** Whether a row has anything to press or to open. */
        boolean acts() {
            return rows.stream().anyMatch(row -> !row.items().isEmpty());
        }
    }

    /** A cell and the head of its column, which narrow windows show beside it. */
    record Cell(String head, Text text) {}

    /** A row as it is drawn. */
    record Line(List<Cell> cells, Row row) {}

    /** A line, and which items it stands for: several when they look the same. */
    public record Row(List<Text> cells, List<Item> items) {
        /** Copies the lists. */
        public Row {
            cells = List.copyOf(cells);
            items = List.copyOf(items);
        }

        /** A line to be read only. */
        public static Row of(Text... cells) {
            return new Row(List.of(cells), List.of());
        }

        /** A line of words alone. */
        public static Row of(String... cells) {
            return new Row(Stream.of(cells).map(Text::of).toList(), List.of());
        }

        boolean isFolded() {
            return items.size() > 1;
        }

        int count() {
            return items.size();
        }
    }

    /** An item, where more about it is, and what can be done about it. */
    public record Item(String name, List<Text> links, List<Action> actions) {
        /** Makes the name fit to be shown. */
        public Item {
            name = ShownText.of(name);
            links = List.copyOf(links);
            actions = List.copyOf(actions);
        }
    }

    /**
     * A button.
     *
     * @param of whose it is, for those who hear it and do not see where it stands
     */
    public record Action(String decision, String id, String label, String of) {
        /** Makes the name fit to be shown. */
        public Action {
            of = ShownText.of(of);
        }
    }

    /**
     * A form.
     *
     * @param decision what it does; null when it only chooses what is shown
     */
    public record Form(String name, String button, @Nullable String decision, List<Field> fields) {
        /** Copies the list. */
        public Form {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A field.
     *
     * @param hint how it is filled in; empty when that is clear
     * @param options to choose from; empty where anything can be typed
     */
    public record Field(String id, String label, String value, String hint, List<Option> options) {
        /** Copies the list. */
        public Field {
            options = List.copyOf(options);
        }

        /** One to type into. */
        public static Field typed(String id, String label, String value, String hint) {
            return new Field(id, label, value, hint, List.of());
        }

        boolean isChoice() {
            return !options.isEmpty();
        }

        boolean hasHint() {
            return !hint.isEmpty();
        }
    }

    /** Something to choose. */
    public record Option(String value, String label, boolean chosen) {}

    /** What is known of something, and what is the matter with it. */
    public record Story(List<Fact> facts, @Nullable Trouble trouble) {
        /** Copies the list. */
        public Story {
            facts = List.copyOf(facts);
        }
    }

    /** Something known. */
    public record Fact(String name, Text value) {}

    /**
     * What is the matter.
     *
     * @param title what it is called
     * @param side who mends it
     * @param clients of which it is known; empty when that helps nobody
     */
    public record Trouble(
            Look look, String title, String meaning, String side, String remedy, String clients) {
        String css() {
            return look == Look.BAD ? "bad" : "warn";
        }

        boolean isOfSome() {
            return !clients.isEmpty();
        }
    }
}
