package dev.keystile.app;

import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * The real clock and the real random source. Every other class is given one; the build refuses code
 * that reaches for the ambient ones elsewhere.
 */
final class Ambient {
    private Ambient() {}

    /** The system clock. */
    static InstantSource clock() {
        return InstantSource.system();
    }

    /** A new random source seeded by the operating system; safe for use by many threads. */
    static SecureRandom random() {
        return new SecureRandom();
    }
}
