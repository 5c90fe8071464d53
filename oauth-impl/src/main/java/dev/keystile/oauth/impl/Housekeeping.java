package dev.keystile.oauth.impl;

import java.time.Duration;
import java.time.Instant;

/** Keeps a file small, in steps of a few milliseconds. */
final class Housekeeping {
    /**
     * How long ended records stay: a clock that runs ahead and is set back takes nothing away, and
     * what may be used once stays used.
     */
    static final Duration GRACE = Duration.ofHours(1);

    private static final int MOST_SWEPT = 256;

    /** How many steps in a row may close no gap before the next write. */
    private static final int PATIENCE = 16;

    private int fruitless;
    private boolean marked;

    /** Something was written: there may be something to do. */
    void disturb() {
        fruitless = 0;
        marked = false;
    }

    /** Does a little; says whether there is more to do. */
    boolean step(RecordFile file, Instant now) {
        boolean more = file.sweep(now.minus(GRACE), MOST_SWEPT);
        if (fruitless < PATIENCE) {
            int waste = file.waste();
            more |= file.rewrite() || file.move();
            fruitless = file.waste() < waste ? 0 : fruitless + 1;
        }
        if (file.commit()) {
            file.settle();
            marked = false;
        }
        return more;
    }

    /** There is nothing else to do. */
    void rest(RecordFile file) {
        if (!marked) {
            file.mark();
            marked = true;
        }
    }
}
