package dev.keystile.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code application.yaml} as people read it: sections of keys, those that one comment is for
 * together.
 *
 * @param preface the comment at its beginning
 */
record CommentedDefaults(String preface, List<Section> sections) {
    private static final Pattern KEY = Pattern.compile("( *)([a-z0-9-]+):(?: (.*))?");
    private static final Pattern COMMENT = Pattern.compile(" *# ?(.*)");

    /** Keys that stand under one of the outermost ones, or some of these themselves. */
    record Section(String name, String comment, List<Group> groups) {}

    /** Keys that follow one comment. */
    record Group(String comment, List<Entry> entries) {}

    /** A key, written out, and its default as it stands in the file. */
    record Entry(String key, String fallback) {}

    static CommentedDefaults of(String yaml) {
        var reading = new Reading();
        yaml.lines().forEach(reading::line);
        return new CommentedDefaults(reading.preface, reading.sections);
    }

    /** What was read until now. */
    private static final class Reading {
        private final List<Section> sections = new ArrayList<>();
        private final List<String> path = new ArrayList<>();
        private String preface = "";
        private String comment = "";

        void line(String line) {
            Matcher said = COMMENT.matcher(line);
            Matcher key = KEY.matcher(line);
            if (line.isBlank()) {
                preface = sections.isEmpty() ? comment : preface;
                comment = "";
            } else if (said.matches()) {
                comment = (comment + " " + said.group(1)).strip();
            } else if (key.matches()) {
                key(key.group(1).length() / 2, key.group(2), key.group(3));
            } else {
                throw new IllegalArgumentException("neither comment nor key: " + line);
            }
        }

        private void key(int depth, String name, String fallback) {
            path.subList(depth, path.size()).clear();
            path.add(name);
            if (depth == 0 && (fallback == null || !belongs(name))) {
                sections.add(new Section(name, fallback == null ? comment : "", new ArrayList<>()));
                comment = fallback == null ? "" : comment;
            }
            if (fallback != null) {
                entry(new Entry(String.join(".", path), fallback));
            }
        }

        /** Whether an outermost key goes with the one before, as secret-file with secret. */
        private boolean belongs(String name) {
            return !sections.isEmpty() && name.startsWith(sections.getLast().name() + "-");
        }

        private void entry(Entry entry) {
            List<Group> groups = sections.getLast().groups();
            if (groups.isEmpty() || !comment.isEmpty()) {
                groups.add(new Group(comment, new ArrayList<>()));
            }
            groups.getLast().entries().add(entry);
            comment = "";
        }
    }
}
