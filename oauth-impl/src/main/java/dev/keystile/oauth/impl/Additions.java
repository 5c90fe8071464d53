package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;

/**
 * What is to be added to records in the store, where all nodes add up; collected in memory until it
 * is flushed. Only what was not flushed is lost when this node is killed. After a write whose
 * outcome is unknown, something may count twice.
 */
final class Additions<V> {
    private static final int NAME_BYTES = 9;
    private static final Store.Key PROBE = new Store.Key(Store.Kind.LEASE, "counts");

    private final Repository<Signed<V>> records;
    private final BinaryOperator<V> plus;
    private final BiFunction<String, V, Instant> ends;
    private final String node;
    private final AtomicLong writes = new AtomicLong();
    private final Map<String, V> pending = new ConcurrentHashMap<>();

    /**
     * None yet.
     *
     * @param plus associative and commutative
     * @param ends when a record ends that holds this value
     * @param random draws a name for this node
     */
    Additions(
            Repository<Signed<V>> records,
            BinaryOperator<V> plus,
            BiFunction<String, V, Instant> ends,
            SecureRandom random) {
        this.records = records;
        this.plus = plus;
        this.ends = ends;
        this.node = Base64Url.encode(Crypto.random(random, NAME_BYTES));
    }

    /** One more, for the record with this id. */
    void add(String id, V more) {
        pending.merge(id, more, plus);
    }

    /** Whether something is to be added to that record. */
    boolean has(String id) {
        return pending.containsKey(id);
    }

    /** To how many records something is to be added. */
    int size() {
        return pending.size();
    }

    /** What is known of a record here; of other nodes what they have flushed. */
    Optional<V> sum(String id) {
        Optional<V> kept = records.find(id).map(held -> held.value().value());
        V more = pending.get(id);
        return more == null
                ? kept
                : Optional.of(kept.map(value -> plus.apply(value, more)).orElse(more));
    }

    /** Forgets a record and what is to be added to it. */
    void forget(String id) {
        pending.remove(id);
        records.remove(id);
    }

    /** Drops what is to be added to a record that is wanted no more. */
    void drop(String id) {
        pending.remove(id);
    }

    /** The records to which something is to be added. */
    Set<String> ids() {
        return Set.copyOf(pending.keySet());
    }

    /** Adds everything to the store; what the store did not take is kept for the next time. */
    void flush() {
        ids().forEach(this::flush);
    }

    /** Adds to the store what is to be added to one record; whether that is a new one. */
    boolean flush(String id) {
        V more = pending.remove(id);
        if (more == null) {
            return false;
        }
        try {
            return records.update(id, kept -> write(id, plus.apply(kept.value(), more), false))
                    .orElseGet(() ->
                            records.put(
                                    id,
                                    write(id, more, true),
                                    kept -> write(id, plus.apply(kept.value(), more), false)));
        } catch (StoreUnavailableException e) {
            pending.merge(id, more, plus);
            // Where the store answers it is this record that cannot be read; the others need not
            // wait for somebody to mend it.
            records.store().find(PROBE);
            return false;
        }
    }

    private Repository.Decision.Write<Signed<V>, Boolean> write(String id, V value, boolean isNew) {
        var signed = new Signed<>(value, node + "." + writes.incrementAndGet());
        return new Repository.Decision.Write<>(signed, ends.apply(id, value), isNew);
    }
}
