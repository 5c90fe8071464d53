package dev.keystile.app.http;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes settings that were changed while the gateway runs. Safe for use by many threads. */
public interface Reloading {
    /** Reads the file of settings again, and takes it when it is right. */
    State reload();

    /** What came of it the last time. */
    State state();

    /**
     * How it stands.
     *
     * @param since when the settings in force were taken
     * @param needRestart keys of settings that say something else now than at the start, and wait
     *     for the next one
     * @param problem what is wrong with the file, for which it was refused; null when it was not
     */
    record State(Instant since, List<String> needRestart, @Nullable String problem) {
        /** Copies the list. */
        public State {
            needRestart = List.copyOf(needRestart);
        }
    }
}
