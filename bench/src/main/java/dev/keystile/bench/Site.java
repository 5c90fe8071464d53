package dev.keystile.bench;

import dev.keystile.bench.Gateway.Connection;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.MasterSecret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;

/** One store of a size, the authorization server on it, and the real connections in it. */
final class Site implements AutoCloseable {
    /** How far apart the first and the last end are, as of grants that were used day by day. */
    private static final long SPREAD_MILLIS = Duration.ofDays(10).toMillis();

    private final int count;
    private final Bed bed;
    private final InstantSource clock;
    private final SecureRandom random;
    private final MasterSecret secret;
    private final Connection[] connections;
    private Store store;
    private Gateway gateway;
    private boolean open;

    Site(int count, int connections, Bed bed, InstantSource clock, SecureRandom random) {
        this.count = count;
        this.bed = bed;
        this.clock = clock;
        this.random = random;
        this.secret = MasterSecret.draw(random);
        this.connections = new Connection[connections];
    }

    int count() {
        return count;
    }

    Store store() {
        return store;
    }

    void open() {
        store = bed.open();
        open = true;
        gateway = new Gateway(store, secret, clock, random);
    }

    void shut() {
        open = false;
        gateway.close();
        bed.shut();
    }

    /** Writes the records of such kinds of all casts; answers how many bytes each cast took. */
    double fill(Mould mould, Predicate<Store.Kind> kinds) {
        long before = settledBytes();
        Crowd.doAll(
                count,
                bed.fillers(),
                number ->
                        mould.cast(number, count, SPREAD_MILLIS).stream()
                                .filter(draft -> kinds.test(draft.key().kind()))
                                .forEach(this::write));
        return (double) (settledBytes() - before) / count;
    }

    private void write(Mould.Draft draft) {
        if (store.insert(draft.key(), draft.value(), draft.ends()) != Store.Write.DONE) {
            throw new IllegalStateException("the noise of two casts is alike");
        }
    }

    private long settledBytes() {
        bed.settle();
        shut();
        long bytes = bed.bytes();
        open();
        return bytes;
    }

    void connectAll() {
        Crowd.doAll(
                connections.length,
                Plan.WORKERS,
                i -> connections[i] = gateway.signIn(gateway.register()));
        bed.settle();
    }

    int checkAll() {
        Crowd.doAll(connections.length, Plan.WORKERS, i -> gateway.check(connections[i]));
        return connections.length;
    }

    int refreshAll() {
        Crowd.doAll(
                connections.length,
                Plan.WORKERS,
                i -> connections[i] = gateway.refresh(connections[i]));
        return connections.length;
    }

    /** As many as a quarter of the connections, by their clients. */
    int signInAnew() {
        int some = (connections.length + 3) / 4;
        Crowd.doAll(some, Plan.WORKERS, i -> gateway.signIn(connections[i].client()));
        return some;
    }

    @Override
    public void close() {
        if (open) {
            shut();
        }
        bed.close();
    }
}
