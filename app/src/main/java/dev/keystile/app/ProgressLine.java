package dev.keystile.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;

/** How far long work is, on the error stream; only a terminal is shown it. */
final class ProgressLine {
    /** Named, so that the library does not look for the terminal's with native code. */
    private static final int WIDTH = 100;

    private ProgressLine() {}

    /** Of so many things. */
    static ProgressBar of(String name, long size) {
        return builder(name).setInitialMax(size).build();
    }

    /** Of the bytes of a file that are read. */
    static InputStream reading(String name, Path file) throws IOException {
        return ProgressBar.wrap(
                Files.newInputStream(file),
                builder(name).setInitialMax(Files.size(file)).setUnit(" MB", 1 << 20));
    }

    private static ProgressBarBuilder builder(String name) {
        return ProgressBar.builder().setTaskName(name).setConsumer(consumer());
    }

    private static ProgressBarConsumer consumer() {
        return Ambient.isAtTerminal()
                ? new ConsoleProgressBarConsumer(System.err, WIDTH)
                : new Nowhere();
    }

    private static final class Nowhere implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return WIDTH;
        }

        @Override
        public void accept(String line) {}

        @Override
        public void close() {}
    }
}
