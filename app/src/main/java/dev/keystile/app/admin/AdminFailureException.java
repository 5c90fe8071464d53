package dev.keystile.app.admin;

/** Ends a command; the message says why, to the person who gave it, and never holds a secret. */
final class AdminFailureException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    AdminFailureException(int exitCode, String reason) {
        super(reason, null, false, false);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
