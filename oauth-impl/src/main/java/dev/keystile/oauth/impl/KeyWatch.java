package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.Store;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * What knows of the life and death of API keys.
 *
 * @param verifier revives keys that are accepted
 */
record KeyWatch(KeysInUse inUse, RevivingVerifier verifier, KeyRevival revival, KeyDeath reports) {
    static KeyWatch of(
            Store store,
            Repositories repositories,
            KeyFingerprints fingerprints,
            ApiKeyVerifier upstream,
            KeyLimits limits,
            InstantSource clock,
            Ticker ticker,
            SecureRandom random) {
        var marks = new KeyMarks(repositories.accounts(), repositories.keyIndex(), fingerprints);
        var inUse = new KeysInUse(ticker);
        var toll = new DeathToll(marks, inUse, limits, ticker);
        var verifier = new RevivingVerifier(upstream, marks, toll);
        return new KeyWatch(
                inUse,
                verifier,
                new KeyRevival(store, repositories.accounts(), verifier, limits, clock, random),
                new KeyDeath(repositories, marks, toll, verifier, limits, clock, ticker));
    }
}
