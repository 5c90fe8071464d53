package dev.keystile.oauth.impl;

import java.time.Instant;

/** Keeps a file small, in steps of a few milliseconds. */
final class Housekeeping {
    private static final int MOST_SWEPT = 256;

    /** How many steps of compaction a commit gives cause to. */
    private static final int STEPS_EACH = 4;

    /** How often a file may be written anew while nothing else is written. */
    private static final int TIMES_OVER = 4;

    private final Lookout lookout = new Lookout();
    private long steps;
    private boolean marked;

    Housekeeping(RecordFile file) {
        this.steps = most(file);
    }

    /** Something was committed: there may be something to do. */
    void disturb(RecordFile file) {
        steps = Math.min(steps + STEPS_EACH, most(file));
        marked = false;
        lookout.committed();
    }

    /** Does a little, or more when idle; says whether there is more to do. */
    boolean step(RecordFile file, Instant now, boolean idle) {
        boolean more = file.sweep(now.minus(Ends.KEPT), MOST_SWEPT);
        if (steps > 0 && (idle || lookout.due())) {
            more |= tidy(file);
        }
        if (file.commit()) {
            file.settle();
            marked = false;
        }
        return more;
    }

    private boolean tidy(RecordFile file) {
        boolean tidied = file.rewrite() || file.move();
        if (tidied) {
            steps--;
        } else {
            lookout.foundNothing(file.bytes());
        }
        return tidied;
    }

    private static long most(RecordFile file) {
        return STEPS_EACH + TIMES_OVER * file.bytes() / RecordFile.STEP_BYTES;
    }

    /** There is nothing else to do. */
    void rest(RecordFile file) {
        if (!marked) {
            file.mark();
            marked = true;
        }
    }
}
