package dev.keystile.oauth.impl;

import java.util.function.BooleanSupplier;

/** Waits for what happens in another thread or process. */
public final class Await {
    private static final int SECONDS = 60;
    private static final int PER_SECOND = 50;

    private Await() {}

    /** Returns as soon as it is so; fails after a minute. */
    public static void that(BooleanSupplier condition) {
        for (int attempt = 0; attempt < SECONDS * PER_SECOND; attempt++) {
            if (condition.getAsBoolean()) {
                return;
            }
            try {
                Thread.sleep(1000 / PER_SECOND);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("waited for a minute in vain");
    }
}
