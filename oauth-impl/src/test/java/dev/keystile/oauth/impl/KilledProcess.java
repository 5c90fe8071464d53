package dev.keystile.oauth.impl;

import java.nio.file.Path;
import java.time.Duration;

/** Writes without end, and says what it begins and what was answered. Is to be killed. */
final class KilledProcess {
    static final int WRITERS = 8;
    static final String BEGUN = "begun";
    static final String ANSWERED = "answered";

    private static final int MOST_BYTES = 6000;

    private KilledProcess() {}

    /** Takes the folder and a name for its records. */
    public static void main(String[] arguments) {
        FileStore store = FileStore.open(Path.of(arguments[0]), new MovedClock());
        Race.of(
                WRITERS,
                writer -> {
                    var work =
                            new Workload(
                                    store,
                                    arguments[1] + "-" + writer,
                                    MovedClock.START.plus(Duration.ofDays(30)),
                                    MOST_BYTES,
                                    writer);
                    while (true) {
                        work.step(
                                (id, step) -> say(BEGUN, id, step),
                                (id, step) -> say(ANSWERED, id, step));
                    }
                });
    }

    private static void say(String what, String id, int step) {
        System.out.println(what + " " + id + " " + step);
    }
}
