package dev.keystile.app.pages;

import java.util.List;

/**
 * A text to copy, with a button that does it where scripts run.
 *
 * @param id of its element
 * @param what the button copies, for those who do not see where it stands
 */
record Copyable(String id, String text, Markup what) {
    /** The text in the pieces between which a narrow page may break it. */
    List<String> pieces() {
        return pieces(text);
    }

    /** A URL in pieces, or a text with one in it: a piece ends with a slash of the path. */
    static List<String> pieces(String text) {
        return List.of(text.split("(?<=[^:/]/)"));
    }
}
