package dev.keystile.app.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that a test source gives its tests, read without running anything. */
final class TestTitles {
    private static final Pattern JAVA =
            Pattern.compile("^\\s*(?:@\\w+\\s+)*@DisplayName\\(", Pattern.MULTILINE);
    private static final Pattern SCRIPT =
            Pattern.compile(
                    "^\\s*(?:(?:await\\s+)?\\w+\\.)?(?:test|describe|it)\\(", Pattern.MULTILINE);

    /** A text in quotes, or one more after a plus. */
    private static final Pattern TEXT =
            Pattern.compile(
                    "\\G\\s*\\+?\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'((?:[^'\\\\]|\\\\.)*)'|`((?:[^`\\\\]|\\\\.)*)`)",
                    Pattern.DOTALL);

    private TestTitles() {}

    /** The texts of {@code @DisplayName}, on classes and methods. */
    static List<String> java(String source) {
        return after(JAVA, source);
    }

    /** The titles of {@code test} and {@code describe} of Node's test runner. */
    static List<String> script(String source) {
        return after(SCRIPT, source);
    }

    private static List<String> after(Pattern start, String source) {
        List<String> titles = new ArrayList<>();
        Matcher starts = start.matcher(source);
        while (starts.find()) {
            titles.add(textAt(source, starts.end()));
        }
        return titles;
    }

    private static String textAt(String source, int at) {
        var text = new StringBuilder();
        Matcher parts = TEXT.matcher(source).region(at, source.length());
        while (parts.find()) {
            for (int group = 1; group <= parts.groupCount(); group++) {
                text.append(parts.group(group) == null ? "" : parts.group(group));
            }
        }
        return text.toString();
    }
}
