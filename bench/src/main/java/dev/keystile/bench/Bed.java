package dev.keystile.bench;

import dev.keystile.oauth.api.spi.Store;

/** A place where a store lies. Closing it, with the store shut, ends what runs there. */
interface Bed extends AutoCloseable {
    /** Opens the store, empty at the first time. */
    Store open();

    /** Closes the store; what it holds stays. */
    void shut();

    /** Waits until the open store has nothing left to tidy. */
    void settle();

    /** How many threads fill it fastest. */
    int fillers();

    /** What the shut store takes up. */
    long bytes();

    @Override
    void close();
}
