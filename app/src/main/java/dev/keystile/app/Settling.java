package dev.keystile.app;

/**
 * Tells when something new is there and has settled: two looks in a row found the same. Files may
 * be written piece by piece, and one of two before the other. For one thread at a time.
 */
final class Settling {
    private String done;
    private String seen;

    /** What is done with is what was there at the start. */
    Settling(String atStart) {
        this.done = atStart;
        this.seen = atStart;
    }

    /** One look: whether what is there now is new and was there at the look before. */
    boolean isDue(String now) {
        boolean settled = now.equals(seen);
        seen = now;
        return settled && !now.equals(done);
    }

    /** This is done with, and no longer new. */
    void done(String now) {
        done = now;
    }
}
