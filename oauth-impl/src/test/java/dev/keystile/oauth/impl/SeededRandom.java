package dev.keystile.oauth.impl;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Draws the same bytes in every run, so that a failure can be seen again. */
@SuppressWarnings("serial")
public final class SeededRandom extends SecureRandom {
    private final SplittableRandom source;

    public SeededRandom(long seed) {
        super(null, null);
        this.source = new SplittableRandom(seed);
    }

    @Override
    public synchronized void nextBytes(byte[] bytes) {
        source.nextBytes(bytes);
    }

    @Override
    public String toString() {
        return "SeededRandom";
    }
}
