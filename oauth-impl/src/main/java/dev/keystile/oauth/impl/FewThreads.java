package dev.keystile.oauth.impl;

import java.util.concurrent.Semaphore;

/** So few at a time that work cannot pile up. */
final class FewThreads implements Background {
    private static final int AT_ONCE = 16;

    private final Semaphore places = new Semaphore(AT_ONCE);

    @Override
    public boolean begin(Runnable work) {
        if (!places.tryAcquire()) {
            return false;
        }
        Thread.startVirtualThread(() -> run(work));
        return true;
    }

    private void run(Runnable work) {
        try {
            work.run();
        } finally {
            places.release();
        }
    }
}
