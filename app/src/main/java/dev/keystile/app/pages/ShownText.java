package dev.keystile.app.pages;

/** Text from outside made fit for one line of a page. */
final class ShownText {
    private static final int MAX_LENGTH = 120;

    private ShownText() {}

    /**
     * The text without control, direction and other invisible characters, in single spaces, at most
     * 120 code points and an ellipsis; empty when nothing visible is left. It still has to be
     * escaped.
     */
    static String of(String raw) {
        return of(raw, MAX_LENGTH);
    }

    /** The same with so many code points at most. */
    static String of(String raw, int most) {
        StringBuilder visible = new StringBuilder();
        raw.codePoints()
                .map(ShownText::visible)
                .filter(c -> c >= 0)
                .forEach(visible::appendCodePoint);
        String line = visible.toString().strip().replaceAll(" +", " ");
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most)) + "…";
    }

    private static int visible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    ' ';
            case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> -1;
            default -> codePoint;
        };
    }
}
