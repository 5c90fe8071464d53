package dev.keystile.app.http;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A stack trace without the messages of the exceptions, which may quote the request. */
public final class Trace {
    private static final int MAX_CAUSES = 8;
    private static final int MAX_FRAMES = 64;

    private Trace() {}

    /** The trace with those of its causes, the outermost first; begins with a line break. */
    public static String of(Throwable thrown) {
        return Stream.iterate(thrown, each -> each != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .map(Trace::one)
                .collect(Collectors.joining());
    }

    private static String one(Throwable thrown) {
        String frames =
                Stream.of(thrown.getStackTrace())
                        .limit(MAX_FRAMES)
                        .map(frame -> "\n    at " + frame)
                        .collect(Collectors.joining());
        return "\n  " + thrown.getClass().getName() + frames;
    }
}
