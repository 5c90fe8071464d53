package dev.keystile.mcp.bridge;

/** What HTTP allows in names and values of header fields (RFC 9110 section 5). */
final class HeaderSyntax {
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private HeaderSyntax() {}

    /** Whether it is a name. */
    static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean usual = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
            if (!usual && !(c >= '0' && c <= '9') && MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** A number of one to eighteen decimal digits; -1 for anything else. */
    static long number(String digits) {
        long number = digits.isEmpty() || digits.length() > 18 ? -1 : 0;
        for (int i = 0; i < digits.length() && number >= 0; i++) {
            char c = digits.charAt(i);
            number = c >= '0' && c <= '9' ? number * 10 + c - '0' : -1;
        }
        return number;
    }

    /** Whether it can be a value: one line of ISO 8859-1 without control characters but tabs. */
    static boolean isText(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean control = (c < ' ' && c != '\t') || c == 0x7f;
            if (control || c > 0xff) {
                return false;
            }
        }
        return true;
    }
}
