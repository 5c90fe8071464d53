package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.spi.Store;
import java.time.Duration;

/**
 * Records that are there and that this version cannot read. They are no absent ones: whoever needs
 * one is told to come again. Names each in the log, and not again for a while.
 */
final class UnreadableRecords {
    static final Duration SILENCE = Duration.ofMinutes(10);
    private static final int MOST = 1000;
    private static final System.Logger LOG = System.getLogger(UnreadableRecords.class.getName());

    private final Cache<Store.Key, Boolean> named;

    UnreadableRecords(Ticker ticker) {
        this.named =
                Caffeine.newBuilder()
                        .maximumSize(MOST)
                        .expireAfterWrite(SILENCE)
                        .ticker(ticker)
                        .build();
    }

    /**
     * Names one.
     *
     * @param reason without anything of the record's text
     */
    void found(Store.Key key, String reason) {
        if (named.asMap().putIfAbsent(key, true) == null) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "store.record-unreadable kind={0} id={1} reason=\"{2}\"",
                    key.kind(),
                    key.id(),
                    reason);
        }
    }
}
