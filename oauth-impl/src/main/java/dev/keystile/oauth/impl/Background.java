package dev.keystile.oauth.impl;

/** Work that nobody waits for. */
interface Background {
    /** Begins it; false when there is too much already, and then it is not done. */
    boolean begin(Runnable work);
}
