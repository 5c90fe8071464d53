package dev.keystile.mcp.bridge;

import java.util.Locale;

/** Rules for text that others chose. */
final class Text {
    private static final int MAX_CLIENT_NAME = 64;

    private Text() {}

    /**
     * Whether a field value has nothing but printable ASCII and tabs, so that it stays one line in
     * any encoding.
     */
    static boolean isPrintableAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' || c > '~') && c != '\t') {
                return false;
            }
        }
        return true;
    }

    /** The media type of a Content-Type value, in lower case without parameters. */
    static String mediaType(String contentType) {
        int parameters = contentType.indexOf(';');
        return (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a lower-case field name is made of letters, digits and the marks that are in use in
     * names.
     */
    static boolean isToken(String name) {
        return name.chars()
                .allMatch(c ->
                        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_');
    }

    /**
     * A client's own name as a field value: printable ASCII, at most 64 characters; may be empty.
     */
    static String clientName(String name) {
        String ascii = isPrintableAscii(name) ? name : name.replaceAll("[^ -~]", "");
        String bounded =
                ascii.length() > MAX_CLIENT_NAME ? ascii.substring(0, MAX_CLIENT_NAME) : ascii;
        return bounded.replace('\t', ' ').strip();
    }

    /**
     * Text for people, from an upstream: control, format (with them the marks that turn the writing
     * direction) and unassigned characters are taken out, white space is evened, and the length is
     * bounded.
     *
     * @param max most characters that stay
     */
    static String displayable(String text, int max) {
        String head = text.length() > 4 * max ? text.substring(0, 4 * max) : text;
        String even = head.replaceAll("\\s+|\\p{Z}+", " ").replaceAll("\\p{C}", "").strip();
        return even.codePointCount(0, even.length()) <= max
                ? even
                : even.substring(0, even.offsetByCodePoints(0, max)).strip();
    }
}
