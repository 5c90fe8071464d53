package dev.keystile.app.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rows that the tests of this repository name, read from their sources.
 *
 * @param tests the labels of the tests by row
 * @param files where each test stands, from the root of the repository, by label
 * @param misspelt what looks like a row in a name and is none, with its test
 */
record NamedRows(
        SortedMap<String, SortedSet<String>> tests,
        SortedMap<String, String> files,
        List<String> misspelt) {
    /** The ids of rows; some of the rows about the gateway have no group. */
    static final String ID = "(?:(?:AS|RS)-[A-Z]|GW(?:-[A-Z])?)-[0-9]{2}";

    private static final Pattern ROW = Pattern.compile(ID);
    private static final Pattern LIKE_A_ROW = Pattern.compile("\\b(AS|RS|GW)-[A-Za-z0-9-]+");
    private static final Path JAVA_TESTS = Path.of("src", "test", "java");

    /** Reads the sources of all modules, and the end-to-end tests. */
    static NamedRows read(Path root) throws IOException {
        NamedRows rows = new NamedRows(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
        for (Path file : sources(root)) {
            String path = root.relativize(file).toString().replace('\\', '/');
            rows.add(path, Files.readString(file));
        }
        return rows;
    }

    /** Adds the rows that one source names. */
    void add(String path, String source) {
        var titles = path.endsWith(".java") ? TestTitles.java(source) : TestTitles.script(source);
        String label = label(path);
        for (String title : titles) {
            Matcher found = LIKE_A_ROW.matcher(title);
            while (found.find()) {
                add(label, path, found.group());
            }
        }
    }

    private void add(String label, String path, String row) {
        if (ROW.matcher(row).matches()) {
            tests.computeIfAbsent(row, _ -> new TreeSet<>()).add(label);
            files.put(label, path);
        } else {
            misspelt.add(row + " in " + path);
        }
    }

    /** Module, last package and class; of an end-to-end test its file. */
    private static String label(String path) {
        String[] names = path.replaceFirst("\\.java$", "").split("/");
        String test = names[names.length - 1];
        return path.endsWith(".java")
                ? names[0] + "/" + names[names.length - 2] + "/" + test
                : names[0] + "/" + test;
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.sorted().toList()) {
                sources.addAll(filesBelow(module.resolve(JAVA_TESTS), ".java"));
            }
        }
        try (Stream<Path> scripts = Files.list(root.resolve("e2e"))) {
            scripts.filter(file -> file.toString().endsWith(".mjs")).forEach(sources::add);
        }
        return sources;
    }

    private static List<Path> filesBelow(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
