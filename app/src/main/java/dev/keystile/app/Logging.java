package dev.keystile.app;

import dev.keystile.app.log.LineHandler;
import dev.keystile.app.log.TextLines;
import dev.keystile.app.log.Verbosity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Where log events go: one line each on standard error, unless the JVM was told otherwise. */
final class Logging {
    private static final String HELIDON_OFF = "io.helidon.logging.config.disabled";
    private static final String PROPERTIES =
            """
            .level=WARNING
            io.helidon.webserver.LoomServer.level=OFF
            io.opentelemetry.level=OFF
            org.redisson.client.handler.PingConnectionHandler.level=OFF
            """;

    private Logging() {}

    /**
     * Our own events from this level on, those of libraries from WARNING on. That a port is taken,
     * that spans cannot be sent, and that Redis does not answer, we say ourselves.
     *
     * @param lines how events are written
     */
    static void configure(Level level, Formatter lines) {
        boolean chosen =
                Stream.of("java.util.logging.config.file", "java.util.logging.config.class")
                        .anyMatch(name -> System.getProperty(name) != null);
        if (chosen) {
            return;
        }
        // Helidon would read a logging.properties of the working directory, whoever put it there.
        System.setProperty(HELIDON_OFF, "true");
        String properties = PROPERTIES + Verbosity.OURS + ".level=" + Verbosity.name(level) + "\n";
        try {
            LogManager.getLogManager()
                    .readConfiguration(
                            new ByteArrayInputStream(properties.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Logger.getLogger("").addHandler(new LineHandler(System.err, lines));
    }

    /** The same as text, for commands that people run. */
    static void configure(Level level) {
        configure(level, new TextLines());
    }

    /**
     * Lets what is logged while the process ends still be written: the JVM takes handlers and
     * levels away as soon as it begins to end, one logger after the other. The root's handlers and
     * our own level both have to last, so the first one waits here, whichever logger's turn comes
     * first.
     *
     * @param closed counted down once there is nothing more to say
     * @param most the longest wait, for then something hangs
     */
    static void keepUntil(CountDownLatch closed, Duration most) {
        Logger root = Logger.getLogger("");
        Handler[] handlers = root.getHandlers();
        Stream.of(handlers).forEach(root::removeHandler);
        root.addHandler(new Waiting(closed, most));
        Stream.of(handlers).forEach(root::addHandler);
        Logger.getLogger(Verbosity.OURS).addHandler(new Waiting(closed, most));
    }

    /** Writes nothing and takes its time to close. */
    private static final class Waiting extends Handler {
        private final CountDownLatch closed;
        private final Duration most;

        Waiting(CountDownLatch closed, Duration most) {
            this.closed = closed;
            this.most = most;
        }

        @Override
        public void publish(LogRecord record) {}

        @Override
        public void flush() {}

        @Override
        public void close() {
            try {
                var _ = closed.await(most.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
