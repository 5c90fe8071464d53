package dev.keystile.app;

import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import java.util.List;

/** Tells the observer whom a limiter refuses. */
record ObservedLimiter(RateLimiter limiter, Observer observer) implements RateLimiter {
    @Override
    public LimitDecision take(List<Charge> charges) {
        LimitDecision decision = limiter.take(charges);
        if (decision instanceof LimitDecision.Limited limited) {
            charges.stream()
                    .filter(charge -> charge.rule() == limited.rule())
                    .findFirst()
                    .ifPresent(charge ->
                            observer.note(new Event.Limited(charge.rule(), charge.key())));
        }
        return decision;
    }
}
