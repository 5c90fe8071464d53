package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The steps that nodes saw, in the store. Each node writes records of its own, one after the other,
 * so that none is in another's way; there is nothing to be merged before somebody reads.
 */
final class StepRecords {
    /** The most steps of one record, and how old its first may become before the next begins. */
    static final int MOST_IN_RECORD = 200;

    static final Duration SPAN = Duration.ofHours(1);

    /** The most records of all nodes; those that end first go first. */
    static final int MOST = 500;

    /** The most steps that wait to be written; the oldest go first. */
    static final int MOST_WAITING = 2000;

    private static final int NAME_BYTES = 5;
    private static final int PAGE = 100;

    private final Repository<List<Footprint>> records;
    private final String node;
    private final Deque<Footprint> waiting = new ArrayDeque<>();
    private final Deque<Doubtful> doubtful = new ArrayDeque<>();
    private List<Footprint> open = List.of();
    private long number;

    /** A step that may be of no use. */
    private record Doubtful(Predicate<Footprint> looking, Footprint step) {
        boolean counts() {
            try {
                return looking.test(step);
            } catch (StoreUnavailableException e) {
                return true;
            }
        }
    }

    /** {@code random} draws a name for this node. */
    StepRecords(Repository<List<Footprint>> records, SecureRandom random) {
        this.records = records;
        this.node = HexFormat.of().formatHex(Crypto.random(random, NAME_BYTES));
    }

    /** One more step, in memory. */
    void add(Footprint step) {
        addTo(waiting, step);
    }

    /** The same, if so it turns out to be when it is written; looking may ask the store. */
    void addIf(Predicate<Footprint> looking, Footprint step) {
        addTo(doubtful, new Doubtful(looking, step));
    }

    private static <T> void addTo(Deque<T> queue, T one) {
        synchronized (queue) {
            queue.add(one);
            if (queue.size() > MOST_WAITING) {
                queue.remove();
            }
        }
    }

    /** What cannot be decided is kept. */
    private void decide() {
        List<Doubtful> all;
        synchronized (doubtful) {
            all = List.copyOf(doubtful);
            doubtful.clear();
        }
        for (Doubtful one : all) {
            if (one.counts()) {
                add(one.step());
            }
        }
    }

    /** Writes what waits; what the store did not take is kept for the next time. */
    synchronized void flush() {
        decide();
        for (List<Footprint> more = take(); !more.isEmpty(); more = take()) {
            try {
                write(Stream.concat(open.stream(), more.stream()).toList());
            } catch (StoreUnavailableException e) {
                giveBack(more);
                throw e;
            }
        }
    }

    /** Every step from some instant on that is known here, with its name. */
    List<Trail.Mark> from(Instant from) {
        flush();
        List<Trail.Mark> marks = new ArrayList<>();
        Store.Listed after = null;
        for (List<Store.Listed> page = page(after); !page.isEmpty(); page = page(after)) {
            page.stream()
                    .filter(listed -> listed.ends().isAfter(from.plus(AttemptLog.KEPT)))
                    .flatMap(listed -> read(listed.id()))
                    .filter(mark -> !mark.print().at().isBefore(from))
                    .forEach(marks::add);
            after = page.getLast();
        }
        return marks;
    }

    private List<Store.Listed> page(Store.@Nullable Listed after) {
        return records.store().list(Store.Kind.STEPS, after, PAGE);
    }

    private Stream<Trail.Mark> read(String id) {
        List<Footprint> steps = steps(id);
        return IntStream.range(0, steps.size()).mapToObj(i -> new Trail.Mark(id, i, steps.get(i)));
    }

    /** None when the record cannot be read, if it is that record and not the store. */
    private List<Footprint> steps(String id) {
        try {
            return records.find(id).map(Repository.Held::value).orElse(List.of());
        } catch (StoreUnavailableException e) {
            records.store().count(Store.Kind.STEPS);
            return List.of();
        }
    }

    /**
     * The waiting ones that the open record has room for; if there is none, a new one is opened.
     */
    private List<Footprint> take() {
        List<Footprint> taken = new ArrayList<>();
        synchronized (waiting) {
            if (!waiting.isEmpty() && !hasRoom(open, waiting.element())) {
                number++;
                open = List.of();
            }
            Footprint first = open.isEmpty() ? waiting.peek() : open.getFirst();
            int room = MOST_IN_RECORD - open.size();
            while (!waiting.isEmpty() && taken.size() < room && near(first, waiting.element())) {
                taken.add(waiting.remove());
            }
        }
        return taken;
    }

    private static boolean hasRoom(List<Footprint> record, Footprint step) {
        return record.isEmpty()
                || (record.size() < MOST_IN_RECORD && near(record.getFirst(), step));
    }

    private static boolean near(@Nullable Footprint first, Footprint step) {
        return first == null || step.at().isBefore(first.at().plus(SPAN));
    }

    private void giveBack(List<Footprint> taken) {
        synchronized (waiting) {
            taken.reversed().forEach(waiting::addFirst);
        }
    }

    private void write(List<Footprint> steps) {
        Instant ends = steps.getFirst().at().plus(SPAN).plus(AttemptLog.KEPT);
        var write = new Repository.Decision.Write<List<Footprint>, Boolean>(steps, ends, true);
        boolean first = open.isEmpty();
        records.put(node + "." + number, write, _ -> write);
        open = steps;
        if (first) {
            trim();
        }
    }

    private void trim() {
        long tooMany = records.store().count(Store.Kind.STEPS) - MOST;
        if (tooMany > 0) {
            records
                    .store()
                    .list(Store.Kind.STEPS, null, Math.toIntExact(Math.min(tooMany, PAGE)))
                    .stream()
                    .map(Store.Listed::id)
                    .forEach(records::remove);
        }
    }
}
