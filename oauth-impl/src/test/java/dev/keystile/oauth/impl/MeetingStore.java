package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store in which readers of a kind can be made to wait for each other, so that all have read
 * before one of them writes; which can be taken away or fall silent; and which insists on ids as
 * the contract has them.
 */
public final class MeetingStore implements Store {
    private final Store store;
    private final Map<Kind, Meeting> meetings = new ConcurrentHashMap<>();
    private final Map<Kind, AtomicInteger> left = new ConcurrentHashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final Queue<Key> read = new ConcurrentLinkedQueue<>();
    private final Map<Kind, Runnable> before = new ConcurrentHashMap<>();
    public volatile boolean away;

    /** Whether what is written is told to nobody. */
    public volatile boolean silent;

    public MeetingStore(Store store) {
        this.store = store;
    }

    private record Meeting(CyclicBarrier barrier, AtomicInteger seats) {}

    /** The next readers of this kind wait until this many have read. */
    public void meet(Kind kind, int readers) {
        meetings.put(kind, new Meeting(new CyclicBarrier(readers), new AtomicInteger(readers)));
    }

    /** The next one to write of this kind does this first. */
    public void beforeWriting(Kind kind, Runnable act) {
        before.put(kind, act);
    }

    private void write(Kind kind) {
        check();
        Runnable act = before.remove(kind);
        if (act != null) {
            act.run();
        }
    }

    /** What was read since this was last asked, in that order. */
    public List<Key> read() {
        List<Key> keys = List.copyOf(read);
        read.clear();
        return keys;
    }

    @Override
    public Optional<Stored> find(Key key) {
        check();
        read.add(key);
        if (!key.id().matches("[!-~]{1,512}")) {
            throw new AssertionError("no store need know what to do with this id");
        }
        Optional<Stored> found = store.find(key);
        Meeting meeting = meetings.get(key.kind());
        if (meeting != null && meeting.seats().getAndDecrement() > 0) {
            await(meeting.barrier());
        }
        return found;
    }

    @Override
    public Write insert(Key key, String value, Instant ends) {
        write(key.kind());
        return store.insert(key, value, ends);
    }

    /** After so many more replacements of this kind the store is away. */
    public void failAfter(Kind kind, int replacements) {
        left.put(kind, new AtomicInteger(replacements));
    }

    @Override
    public Write replace(Stored expected, String value, Instant ends) {
        write(expected.key().kind());
        AtomicInteger allowed = left.get(expected.key().kind());
        if (allowed != null && allowed.decrementAndGet() < 0) {
            left.clear();
            away = true;
            check();
        }
        return store.replace(expected, value, ends);
    }

    @Override
    public void remove(Key key) {
        check();
        store.remove(key);
    }

    @Override
    public List<Listed> list(Kind kind, Listed after, int limit) {
        check();
        return store.list(kind, after, limit);
    }

    @Override
    public long count(Kind kind) {
        check();
        return store.count(kind);
    }

    @Override
    public void watch(Watcher watcher) {
        watchers.add(watcher);
        store.watch(new Loud(watcher));
    }

    /** Messages were lost, and the store has noticed. */
    public void reconnect() {
        watchers.forEach(Watcher::allChanged);
    }

    private final class Loud implements Watcher {
        private final Watcher watcher;

        Loud(Watcher watcher) {
            this.watcher = watcher;
        }

        @Override
        public void changed(Key key) {
            if (!silent) {
                watcher.changed(key);
            }
        }

        @Override
        public void allChanged() {
            watcher.allChanged();
        }
    }

    private void check() {
        if (away) {
            throw new StoreUnavailableException("taken away", null);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the readers did not meet", e);
        }
    }
}
