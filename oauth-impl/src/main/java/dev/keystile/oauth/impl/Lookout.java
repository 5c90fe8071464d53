package dev.keystile.oauth.impl;

/**
 * When to look at a file again in which there was nothing to tidy. A look goes through all chunks,
 * so the larger the file, the more commits there are from one to the next; they change as much of
 * it as ever.
 */
final class Lookout {
    private static final long BYTES_FOR_A_COMMIT = 64L * 1024 * 1024;

    private long commits;

    boolean due() {
        return commits <= 0;
    }

    void committed() {
        commits--;
    }

    /** There is nothing to tidy in a file of this length. */
    void foundNothing(long bytes) {
        commits = bytes / BYTES_FOR_A_COMMIT;
    }
}
