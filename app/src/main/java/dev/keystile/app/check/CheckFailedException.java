package dev.keystile.app.check;

/**
 * Ends one check; the message says what is wrong and, where known, what usually mends it. It never
 * holds a secret.
 */
final class CheckFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CheckFailedException(String reason) {
        super(reason, null, false, false);
    }

    /** The reason to print. */
    String reason() {
        return String.valueOf(getMessage());
    }

    /** Ends the check with this reason unless the condition holds. */
    static void unless(boolean condition, String reason) {
        if (!condition) {
            throw new CheckFailedException(reason);
        }
    }
}
