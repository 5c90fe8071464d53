package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitControl;
import dev.keystile.oauth.api.LimitControl.KeyQuota;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import dev.keystile.oauth.impl.Repository.Decision;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The overridden limits, all of them in memory, so that no decision waits for the store. They are
 * looked up again when the store tells of a change, and every 5 seconds in case it did not; while
 * the store is away, those that were known stay in force.
 */
final class LimitOverrides implements Store.Watcher {
    static final Duration FRESH = Duration.ofSeconds(5);

    private final Store store;
    private final Repository<KeyQuota> records;
    private final InstantSource clock;
    private final Ticker ticker;
    private final AtomicLong looked;
    private volatile Map<Charge, KeyQuota> standing = Map.of();

    LimitOverrides(Store store, InstantSource clock, Ticker ticker) {
        this.store = store;
        this.records =
                new Repository<>(
                        store,
                        Store.Kind.LIMIT,
                        new KeyQuotaCodec(),
                        new UnreadableRecords(ticker));
        this.clock = clock;
        this.ticker = ticker;
        this.looked = new AtomicLong(ticker.read() - FRESH.toNanos());
        store.watch(this);
    }

    @Nullable KeyQuota find(Charge charge) {
        lookWhenDue();
        KeyQuota override = standing.get(charge);
        return override != null && clock.instant().isBefore(override.until()) ? override : null;
    }

    List<KeyQuota> all() {
        look();
        return List.copyOf(standing.values());
    }

    boolean set(KeyQuota override) {
        look();
        boolean room = standing.size() < LimitControl.MOST_OVERRIDES;
        if (!room && !standing.containsKey(override.charge())) {
            return false;
        }
        var write = new Decision.Write<>(override, override.until(), true);
        boolean done = records.put(id(override.charge()), write, _ -> write);
        look();
        return done;
    }

    void remove(Charge charge) {
        records.remove(id(charge));
        look();
    }

    @Override
    public void changed(Store.Key key) {
        if (key.kind() == Store.Kind.LIMIT) {
            allChanged();
        }
    }

    @Override
    public void allChanged() {
        Thread.startVirtualThread(this::look);
    }

    private void lookWhenDue() {
        long now = ticker.read();
        long last = looked.get();
        if (now - last >= FRESH.toNanos() && looked.compareAndSet(last, now)) {
            Thread.startVirtualThread(this::look);
        }
    }

    /** One at a time, so that what was seen later stands. */
    private synchronized void look() {
        try {
            Map<Charge, KeyQuota> found = new HashMap<>();
            store.list(Store.Kind.LIMIT, null, LimitControl.MOST_OVERRIDES).stream()
                    .flatMap(listed -> read(listed.id()).stream())
                    .forEach(override -> found.put(override.charge(), override));
            standing = Map.copyOf(found);
        } catch (StoreUnavailableException away) {
            // The next look is in 5 seconds at most.
        }
    }

    private Optional<KeyQuota> read(String id) {
        try {
            return records.find(id).map(Repository.Held::value);
        } catch (StoreUnavailableException unreadable) {
            return Optional.ofNullable(known(id));
        }
    }

    private @Nullable KeyQuota known(String id) {
        return standing.values().stream()
                .filter(override -> id(override.charge()).equals(id))
                .findAny()
                .orElse(null);
    }

    private static String id(Charge charge) {
        return Digest.of(Crypto.utf8(charge.rule().text() + " " + charge.key())).value();
    }
}
