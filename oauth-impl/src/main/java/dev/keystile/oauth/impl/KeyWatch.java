package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.Observer;
import java.time.InstantSource;

/**
 * What knows of the life and death of API keys.
 *
 * @param verifier revives keys that are accepted
 */
record KeyWatch(
        KeysInUse inUse,
        KeyMarks marks,
        RevivingVerifier verifier,
        KeyRevival revival,
        KeyDeath reports,
        DeadKeys dead) {
    static KeyWatch of(
            FirstCome leases,
            Repositories repositories,
            DeadKeys dead,
            ApiKeyVerifier upstream,
            KeyLimits limits,
            Observer observer,
            InstantSource clock,
            Ticker ticker) {
        var marks =
                new KeyMarks(
                        repositories.accounts(),
                        repositories.keyIndex(),
                        dead.fingerprints(),
                        dead);
        var inUse = new KeysInUse(ticker);
        var toll = new DeathToll(marks, inUse, limits, ticker);
        var verifier = new RevivingVerifier(upstream, marks, toll, observer);
        return new KeyWatch(
                inUse,
                marks,
                verifier,
                new KeyRevival(leases, repositories.accounts(), verifier, limits, clock),
                new KeyDeath(repositories, marks, toll, verifier, limits, observer, clock, ticker),
                dead);
    }
}
