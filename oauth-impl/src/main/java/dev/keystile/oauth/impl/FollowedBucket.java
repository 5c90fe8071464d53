package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bucket of this node that follows the one of all nodes, without ever waiting for it. What was
 * taken here is paid there in the background: when it comes to a twentieth of the quota, or after a
 * second; then this bucket becomes as full as that one. So a node lets at most a twentieth pass of
 * which the others do not know, and what is taken while it tells them.
 */
final class FollowedBucket {
    static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int PARTS = 20;

    /** The bucket of all nodes. */
    interface Common {
        /** Pays, and tells what is left there then; empty when it cannot be asked. */
        Optional<Long> pay(long used);
    }

    private final Slot slot;
    private final Ticker ticker;
    private final Bucket here;
    private final Common common;
    private final Background background;
    private final AtomicLong owed = new AtomicLong();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long told;
    private volatile long settled;
    private volatile boolean heard = true;

    FollowedBucket(Slot slot, Ticker ticker, Common common, Background background) {
        this.slot = slot;
        this.ticker = ticker;
        this.here = LocalBuckets.bucket(slot, ticker);
        this.common = common;
        this.background = background;
        this.told = ticker.read();
        this.settled = told;
    }

    /** How much of a quota a node may take before it tells. */
    static long untold(long amount) {
        return Math.max(1, amount / PARTS);
    }

    ConsumptionProbe take() {
        ConsumptionProbe probe = here.tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            owed.incrementAndGet();
        }
        if (due() && busy.compareAndSet(false, true) && !background.begin(this::tell)) {
            busy.set(false);
        }
        return probe;
    }

    void giveBack() {
        owed.decrementAndGet();
        here.addTokens(1);
    }

    private boolean due() {
        return (heard && owed.get() >= untold(slot.quota().amount()))
                || ticker.read() - told >= PAUSE.toNanos();
    }

    private void tell() {
        try {
            long counted = Math.max(0, owed.get());
            Optional<Long> left = common.pay(payable(counted));
            left.ifPresent(there -> settle(counted, there));
            heard = left.isPresent();
        } finally {
            told = ticker.read();
            busy.set(false);
        }
    }

    /** What was taken so long ago that it has come back since need not be paid any more. */
    private long payable(long counted) {
        boolean longAgo = ticker.read() - settled > slot.quota().window().toNanos();
        long missing = slot.quota().amount() - here.getAvailableTokens();
        return longAgo ? Math.clamp(missing, 0, counted) : counted;
    }

    private void settle(long counted, long left) {
        settled = ticker.read();
        long unpaid = owed.addAndGet(-counted);
        long tooFull = here.getAvailableTokens() - (left - unpaid);
        if (tooFull > 0) {
            here.consumeIgnoringRateLimits(tooFull);
        } else if (tooFull < 0) {
            here.addTokens(-tooFull);
        }
    }
}
