package dev.keystile.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The arguments of the command line, turned into a plan. */
final class Arguments {
    static final String USAGE =
            "usage: bin/bench-stores [--grants 1000,100000,1000000] [--only file|redis]";

    private static final Pattern COUNTS = Pattern.compile("[1-9][0-9]{0,6}(,[1-9][0-9]{0,6})*");
    private static final String EXPECTED_COUNTS =
            "expected numbers from 1 to 9999999, from small to large, with commas between them";

    private List<Integer> counts = List.of(1_000, 100_000, 1_000_000);
    private boolean file = true;
    private boolean redis = true;

    private Arguments() {}

    /** Throws {@code IllegalArgumentException} with what was expected. */
    static Plan parse(List<String> words, Optional<Path> redisProgram) {
        var arguments = new Arguments();
        for (int i = 0; i < words.size(); i += 2) {
            arguments.take(words.get(i), i + 1 < words.size() ? words.get(i + 1) : "");
        }
        if (arguments.redis && redisProgram.isEmpty()) {
            throw new IllegalArgumentException(
                    "redis-server is not on the PATH: install it, or say --only file");
        }
        return Plan.usual(
                arguments.counts,
                arguments.file,
                arguments.redis ? redisProgram : Optional.empty());
    }

    private void take(String option, String value) {
        switch (option) {
            case "--grants" -> counts = counts(value);
            case "--only" -> only(value);
            default -> throw new IllegalArgumentException("unknown option " + option);
        }
    }

    private void only(String backend) {
        if (!backend.equals("file") && !backend.equals("redis")) {
            throw new IllegalArgumentException("--only: expected file or redis");
        }
        file = backend.equals("file");
        redis = backend.equals("redis");
    }

    private static List<Integer> counts(String value) {
        if (!COUNTS.matcher(value).matches()) {
            throw new IllegalArgumentException("--grants: " + EXPECTED_COUNTS);
        }
        List<Integer> counts = Stream.of(value.split(",")).map(Integer::valueOf).toList();
        if (!counts.equals(counts.stream().sorted().distinct().toList())) {
            throw new IllegalArgumentException("--grants: " + EXPECTED_COUNTS);
        }
        return counts;
    }
}
