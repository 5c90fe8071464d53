package dev.keystile.oauth.api;

import java.util.List;
import java.util.Optional;

/** Says what is too much. Safe for use by many threads. */
@FunctionalInterface
public interface RateLimiter {
    /** Lets everything pass. */
    RateLimiter NONE = _ -> new LimitDecision.Unlimited();

    /**
     * Takes one from each quota, in this order, or from none: the first that is empty refuses, and
     * what was taken from those before it is given back. Another caller may be refused by one of
     * these in the moment between; nobody gets more than a quota. Name the network first: it is
     * what a stranger has the fewest of.
     *
     * <p>Never throws because a store is away: the same rules are then kept by this node alone. For
     * rules that are not {@linkplain LimitRule#exact exact} it never waits for a store.
     */
    LimitDecision take(List<Charge> charges);

    /** The same for who wants to know only whether it is too much. */
    default Optional<LimitDecision.Limited> refusal(List<Charge> charges) {
        return take(charges) instanceof LimitDecision.Limited limited
                ? Optional.of(limited)
                : Optional.empty();
    }
}
