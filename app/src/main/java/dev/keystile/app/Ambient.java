package dev.keystile.app;

import java.io.Console;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.stream.Stream;

/**
 * The real clock, the real random source and the terminal. Every other class is given the first
 * two; the build refuses code that reaches for the ambient ones elsewhere.
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

    /** Whether this process was started at a terminal, where a person looks on. */
    static boolean isAtTerminal() {
        return Stream.ofNullable(System.console()).anyMatch(Console::isTerminal);
    }
}
