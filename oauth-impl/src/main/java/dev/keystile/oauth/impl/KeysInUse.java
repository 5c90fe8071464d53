package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.ConnectorId;
import java.time.Duration;

/**
 * The keys that this node saw in use within the last hour. It is told when an account is read into
 * the near cache, so that calls pay nothing for it.
 */
final class KeysInUse {
    static final Duration WINDOW = Duration.ofHours(1);
    private static final int MOST = 100_000;

    private final Cache<String, ConnectorId> seen;

    KeysInUse(Ticker ticker) {
        this.seen =
                Caffeine.newBuilder()
                        .maximumSize(MOST)
                        .expireAfterWrite(WINDOW)
                        .ticker(ticker)
                        .build();
    }

    /** Notes the key of an account, unless it is dead; gives the account back. */
    Account note(Account account) {
        if (account.keyDeadSince() == null) {
            ConnectorId connector = account.connector();
            seen.put(KeyFingerprints.keyId(connector, account.keyFingerprint()), connector);
        }
        return account;
    }

    /** How many there are at a connector; counts no further than the limit. */
    int count(ConnectorId connector, int limit) {
        return (int) seen.asMap().values().stream().filter(connector::equals).limit(limit).count();
    }
}
