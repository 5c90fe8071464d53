package dev.keystile.app.pages;

import io.jstach.jstache.JStache;
import io.jstach.jstache.JStacheLambda;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the administration, in English.
 *
 * @param here its path
 * @param session ties its forms to the session; to be sent back as it is
 * @param mayChange whether it has buttons that change something
 * @param said what was done before; null when nothing was
 */
@JStache(path = "admin")
public record AdminPage(
        String title,
        String here,
        String session,
        boolean mayChange,
        @Nullable String said,
        List<Tab> tabs,
        List<Tile> tiles,
        List<Chart> charts,
        List<Sheet> sheets) {
    /** Copies the lists. */
    public AdminPage {
        tabs = List.copyOf(tabs);
        tiles = List.copyOf(tiles);
        charts = List.copyOf(charts);
        sheets = List.copyOf(sheets);
    }

    /** The way to another page. */
    public record Tab(String href, String name, boolean current) {}

    /** A figure. */
    public record Tile(String name, String value) {}

    /** Bars, drawn. */
    public record Chart(String name, BarChart bars) {
        /** How many bars can be named beneath. */
        private static final int FEW = 12;

        Markup drawing() {
            return bars.drawing(name);
        }

        /** What stands beneath; nothing where there are many. */
        List<BarChart.Bar> legend() {
            return bars.bars().size() <= FEW ? bars.bars() : List.of();
        }
    }

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

        boolean isEmpty() {
            return rows.isEmpty();
        }
    }

    /**
     * A line, and which items it stands for: several when they look the same.
     *
     * @param cells text of anybody
     */
    public record Row(List<String> cells, List<Item> items) {
        /** Copies the lists. */
        public Row {
            cells = cells.stream().map(ShownText::of).toList();
            items = List.copyOf(items);
        }

        boolean isFolded() {
            return items.size() > 1;
        }

        int count() {
            return items.size();
        }
    }

    /** An item, and what can be done about it. */
    public record Item(String name, List<Action> actions) {
        /** Copies the list. */
        public Item {
            actions = List.copyOf(actions);
        }
    }

    /** A button. */
    public record Action(String decision, String id, String label) {}

    /** The text of a key, as templates write it: <code>{{#t}}key.show{{/t}}</code>. */
    @JStacheLambda
    @JStacheLambda.Raw
    public String t(@JStacheLambda.Raw String key) {
        return Texts.ENGLISH.markup(key).html();
    }

    /** The page as HTML. */
    public String html() {
        return AdminPageRenderer.of().execute(this);
    }
}
