package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.KeyNames;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.Secret;
import java.util.List;
import java.util.Optional;

/**
 * How often keys may be tried, or what they unlock allowed, on one page, and with one key on any.
 */
record KeyRates(RateLimiter limiter, KeyNames names) {
    /**
     * What says that this is one too many.
     *
     * @param page the sealed value of the page, the same however often it is sent
     */
    Optional<LimitDecision.Limited> tooMany(Secret page, Connector connector, Secret apiKey) {
        List<Charge> charges =
                List.of(
                        new Charge(LimitRule.KEY_TRANSACTION, Digest.of(page).value()),
                        new Charge(LimitRule.KEY_FINGERPRINT, names.of(connector.id(), apiKey)));
        return limiter.refusal(charges);
    }

    /** The same for a key that is typed on no page of a sign-in, for any of these connectors. */
    Optional<LimitDecision.Limited> tooMany(List<Connector> connectors, Secret apiKey) {
        return limiter.refusal(
                connectors.stream()
                        .map(connector ->
                                new Charge(
                                        LimitRule.KEY_FINGERPRINT,
                                        names.of(connector.id(), apiKey)))
                        .toList());
    }
}
