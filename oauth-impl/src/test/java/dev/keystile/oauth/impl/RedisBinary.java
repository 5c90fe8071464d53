package dev.keystile.oauth.impl;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/** A {@code redis-server} to test with; prints its version, so that reports tell what ran. */
record RedisBinary(String source, Path path, String version) {
    private static final Pattern VERSION = Pattern.compile(" v=(\\S+)");
    private static final RedisBinary EMBEDDED = embedded();
    private static final List<RedisBinary> ALL =
            Stream.concat(Stream.of(EMBEDDED), installed().stream()).toList();

    /** The one of the test library, and the machine's own where there is one. */
    static List<RedisBinary> all() {
        return ALL;
    }

    /** The one of the test library, which is always there. */
    static RedisBinary one() {
        return EMBEDDED;
    }

    private static RedisBinary embedded() {
        try {
            return of("embedded", ExecutableProvider.newJarResourceProvider().get().toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<RedisBinary> installed() {
        String folders = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(folders.split(File.pathSeparator))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(path -> of("installed", path));
    }

    private static RedisBinary of(String source, Path path) {
        try {
            Process process = new ProcessBuilder(path.toString(), "--version").start();
            byte[] said = process.getInputStream().readAllBytes();
            return VERSION.matcher(new String(said, StandardCharsets.UTF_8))
                    .results()
                    .map(MatchResult::group)
                    .findFirst()
                    .map(found -> new RedisBinary(source, path, found.substring(3)))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return source + " Redis " + version;
    }
}
