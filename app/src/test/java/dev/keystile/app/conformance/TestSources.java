package dev.keystile.app.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sources of all tests.
 *
 * @param classes sources of test classes by name; some names are there several times
 * @param scripts sources of end-to-end tests by file
 * @param code names of the files of the code
 */
record TestSources(
        Map<String, List<String>> classes, Map<String, String> scripts, Set<String> code) {
    private static final Pattern TEST = Pattern.compile("@(?:\\w*Test)\\b");

    static TestSources read(Path root) throws IOException {
        var sources = new TestSources(new HashMap<>(), new HashMap<>(), new HashSet<>());
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.toList()) {
                sources.addTests(module.resolve("src/test/java"));
                sources.addCode(module.resolve("src/main/java"));
            }
        }
        try (Stream<Path> scripts = Files.list(root.resolve("e2e"))) {
            for (Path script : scripts.filter(file -> ends(file, ".test.mjs")).toList()) {
                sources.scripts.put(name(script), Files.readString(script));
            }
        }
        return sources;
    }

    boolean has(NamedInText.Test test) {
        return test.in().endsWith(".mjs")
                ? scripts.containsKey(test.in()) && hasTitle(scripts.get(test.in()), test.name())
                : classes.getOrDefault(test.in(), List.of()).stream()
                        .anyMatch(source -> hasMethod(source, test.name()));
    }

    boolean hasScript(String file) {
        return scripts.containsKey(file);
    }

    boolean hasFile(String file) {
        return code.contains(file);
    }

    /** A method with an annotation of a test, between it and the end of the one before. */
    private static boolean hasMethod(String source, String name) {
        int at = source.indexOf(" void " + name + "(");
        int before = source.lastIndexOf("\n    }\n", at);
        return at >= 0 && TEST.matcher(source.substring(Math.max(before, 0), at)).find();
    }

    private static boolean hasTitle(String source, String title) {
        Pattern wanted =
                Pattern.compile(
                        Stream.of(title.split("…", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*")));
        return TestTitles.script(source).stream().anyMatch(text -> wanted.matcher(text).find());
    }

    private void addTests(Path folder) throws IOException {
        for (Path file : below(folder)) {
            classes.computeIfAbsent(name(file).replace(".java", ""), _ -> new ArrayList<>())
                    .add(Files.readString(file));
        }
    }

    private void addCode(Path folder) throws IOException {
        below(folder).forEach(file -> code.add(name(file)));
    }

    private static List<Path> below(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> ends(file, ".java")).toList();
        }
    }

    private static boolean ends(Path file, String ending) {
        return file.toString().endsWith(ending);
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
