package dev.keystile.oauth.impl;

import io.github.bucket4j.ConsumptionProbe;

/** Buckets of tokens, full until somebody takes. */
interface Buckets {
    /** Takes one token, if there is one. */
    ConsumptionProbe take(Slot slot);

    /** Puts one back that was taken just before. */
    void giveBack(Slot slot);

    /** Makes it full again. */
    void refill(Slot slot);

    /** Whether others should see them and cannot now. */
    boolean alone();
}
