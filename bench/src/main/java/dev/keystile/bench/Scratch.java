package dev.keystile.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder, gone with all that is in it when closed, or when the process is ended. */
public final class Scratch implements AutoCloseable {
    private final Path folder;
    private final Thread atEnd = new Thread(this::erase);

    /** Makes it. */
    public Scratch() {
        try {
            this.folder = Files.createTempDirectory("keystile-bench-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(atEnd);
    }

    /** Where something of this name is, or is to be. */
    public Path path(String name) {
        return folder.resolve(name);
    }

    /** Makes one in it. */
    public Path newFolder(String name) {
        try {
            return Files.createDirectory(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        erase();
        Runtime.getRuntime().removeShutdownHook(atEnd);
    }

    private void erase() {
        // Whatever process of ours is left writes into it no longer.
        ProcessHandle.current().descendants().toList().forEach(ProcessHandle::destroyForcibly);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
