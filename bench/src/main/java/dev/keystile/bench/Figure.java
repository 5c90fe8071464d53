package dev.keystile.bench;

/** What is measured of a store, as the report names it. */
enum Figure {
    GRANT_BYTES("bytes for each grant with its account", false),
    CLIENT_BYTES("bytes for each registered client", false),
    BEARER_CHECKS("bearer checks past the near cache", false),
    REFRESHES("refreshes", false),
    SIGN_INS("sign-ins, from consent to tokens", false),
    HEAP("heap after GC, MB", false),
    START("start after a clean end, ms", true),
    START_AFTER_KILL("start after a kill, ms", true);

    private final String label;
    private final boolean ofFilesOnly;

    Figure(String label, boolean ofFilesOnly) {
        this.label = label;
        this.ofFilesOnly = ofFilesOnly;
    }

    String label() {
        return label;
    }

    /** Whether it is measured of this kind of store. */
    boolean of(boolean file) {
        return file || !ofFilesOnly;
    }
}
