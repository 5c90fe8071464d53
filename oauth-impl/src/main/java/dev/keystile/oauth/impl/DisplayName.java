package dev.keystile.oauth.impl;

import java.util.regex.Pattern;

/**
 * A name that a stranger chose, made fit to be shown: no control, direction or invisible
 * characters, bounded.
 */
final class DisplayName {
    private static final int MAX_LENGTH = 80;

    /**
     * Letters, marks and signs that show nothing: fillers, joiners, selectors, the blank Braille.
     */
    private static final Pattern BLANK =
            Pattern.compile(
                    "[\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2800\\u3164\\uFE00-\\uFE0F\\uFFA0"
                            + "\\x{E0100}-\\x{E01EF}]");

    private DisplayName() {}

    static String clean(String name) {
        String visible =
                name.codePoints()
                        .filter(DisplayName::visible)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString()
                        .strip();
        return visible.codePointCount(0, visible.length()) <= MAX_LENGTH
                ? visible
                : visible.substring(0, visible.offsetByCodePoints(0, MAX_LENGTH - 1)) + "…";
    }

    /** Whether nothing in a text would be taken out of a name. */
    static boolean visible(String text) {
        return text.codePoints().allMatch(DisplayName::visible);
    }

    private static boolean visible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> !BLANK.matcher(Character.toString(codePoint)).matches();
        };
    }
}
