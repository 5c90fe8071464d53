package dev.keystile.app.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a document names in backquotes: tests as {@code Class#method}, or {@code #method} after
 * another of the same class, titles of end-to-end tests in italics after their file, and files of
 * the code.
 */
record NamedInText(List<Test> tests, List<String> scripts, List<String> files) {
    private static final Pattern NAMED =
            Pattern.compile(
                    "`(?<class>\\w*)#(?<method>\\w+)`"
                            + "|`(?<script>[\\w-]+\\.test\\.mjs)`(?:\\s+\\((?<titles>\\*[^)]*)\\))?"
                            + "|`(?<file>\\w+\\.java)`");
    private static final Pattern TITLE = Pattern.compile("\\*([^*]+)\\*");

    NamedInText {
        tests = List.copyOf(tests);
        scripts = List.copyOf(scripts);
        files = List.copyOf(files);
    }

    /**
     * A test.
     *
     * @param in a class, or a script of {@code e2e}
     * @param name of the method, or the title; an ellipsis is any text
     */
    record Test(String in, String name) {
        @Override
        public String toString() {
            return in + "#" + name;
        }
    }

    static NamedInText of(String text) {
        var named = new NamedInText.Reading();
        NAMED.matcher(text).results().forEach(named::add);
        return new NamedInText(named.tests, named.scripts, named.files);
    }

    /** What of it is not there. */
    List<String> missing(TestSources sources) {
        List<String> missing = new ArrayList<>();
        tests.stream().filter(test -> !sources.has(test)).forEach(test -> missing.add("" + test));
        scripts.stream().filter(script -> !sources.hasScript(script)).forEach(missing::add);
        files.stream().filter(file -> !sources.hasFile(file)).forEach(missing::add);
        return missing;
    }

    private static final class Reading {
        private final List<Test> tests = new ArrayList<>();
        private final List<String> scripts = new ArrayList<>();
        private final List<String> files = new ArrayList<>();
        private String of = "";

        private void add(MatchResult found) {
            if (found.group("method") != null) {
                of = found.group("class").isEmpty() ? of : found.group("class");
                tests.add(new Test(of, found.group("method")));
            } else if (found.group("file") != null) {
                files.add(found.group("file"));
            } else {
                addScript(found.group("script"), found.group("titles"));
            }
        }

        private void addScript(String script, String titles) {
            scripts.add(script);
            if (titles != null) {
                TITLE.matcher(titles)
                        .results()
                        .forEach(title -> tests.add(new Test(script, title.group(1))));
            }
        }
    }
}
