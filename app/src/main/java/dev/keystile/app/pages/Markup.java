package dev.keystile.app.pages;

/**
 * A piece of HTML that {@link Texts} made: our own words, and whatever was filled in as text.
 *
 * @param html not to be escaped again
 */
record Markup(String html) {
    /** Text of anybody as HTML; a number stays one, for its format. */
    static Object escaped(Object argument) {
        return argument instanceof Number
                ? argument
                : argument.toString()
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&#39;");
    }
}
