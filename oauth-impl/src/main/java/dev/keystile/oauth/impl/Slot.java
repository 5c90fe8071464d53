package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import io.github.bucket4j.Bandwidth;

/** Which bucket: that of a key, for one quota. With another quota it is another bucket. */
record Slot(Charge charge, Quota quota) {
    LimitRule rule() {
        return charge.rule();
    }

    Bandwidth bandwidth() {
        return Bandwidth.builder()
                .capacity(quota.amount())
                .refillGreedy(quota.amount(), quota.window())
                .build();
    }
}
