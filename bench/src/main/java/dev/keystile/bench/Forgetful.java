package dev.keystile.bench;

import dev.keystile.oauth.api.spi.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A store on another one, that can say that any record may have changed. */
final class Forgetful implements Store {
    private final Store store;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    Forgetful(Store store) {
        this.store = store;
    }

    /** Has everybody drop what they know. */
    void forget() {
        watchers.forEach(Watcher::allChanged);
    }

    @Override
    public Optional<Stored> find(Key key) {
        return store.find(key);
    }

    @Override
    public Write insert(Key key, String value, Instant ends) {
        return store.insert(key, value, ends);
    }

    @Override
    public Write replace(Stored expected, String value, Instant ends) {
        return store.replace(expected, value, ends);
    }

    @Override
    public void remove(Key key) {
        store.remove(key);
    }

    @Override
    public List<Listed> list(Kind kind, @Nullable Listed after, int limit) {
        return store.list(kind, after, limit);
    }

    @Override
    public long count(Kind kind) {
        return store.count(kind);
    }

    @Override
    public void watch(Watcher watcher) {
        watchers.add(watcher);
        store.watch(watcher);
    }
}
