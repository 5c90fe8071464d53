package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.Store.Key;
import dev.keystile.oauth.api.spi.Store.Kind;
import dev.keystile.oauth.api.spi.Store.Listed;
import dev.keystile.oauth.api.spi.Store.Stored;
import dev.keystile.oauth.api.spi.Store.Watcher;
import dev.keystile.oauth.api.spi.Store.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do; one subclass for each. */
abstract class StoreContract {
    private static final int THREADS = 256;
    private static final Duration TICK = Duration.ofMillis(1);
    private static final Key KEY = new Key(Kind.GRANT, "a-record_1");

    private final MovedClock clock = new MovedClock();
    private final Instant ends = clock.instant().plus(Duration.ofHours(1));
    private Store store;

    /** An empty store that tells ended records by this clock. */
    abstract Store open(InstantSource clock);

    @BeforeEach
    void openStore() {
        store = open(clock);
    }

    @Test
    void findsNothingWhereNothingWasWritten() {
        assertThat(store.find(KEY)).isEmpty();
    }

    @Test
    void findsWhatWasInserted() {
        assertThat(store.insert(KEY, "one", ends)).isEqualTo(Write.DONE);

        Stored stored = store.find(KEY).orElseThrow();
        assertThat(stored.key()).isEqualTo(KEY);
        assertThat(stored.value()).isEqualTo("one");
        assertThat(stored.ends()).isEqualTo(ends);
        assertThat(stored.version()).isNotZero();
    }

    @Test
    void keepsEveryCharacterOfAValue() {
        String value = "{\"a\":\"\\\" é € 😀 \u0000 \n\"}" + "x".repeat(70_000);

        store.insert(KEY, value, ends);

        assertThat(store.find(KEY).orElseThrow().value()).isEqualTo(value);
    }

    @Test
    void takesTheLongestId() {
        Key longest = new Key(Kind.CLIENT, "!".repeat(256) + "~".repeat(256));

        store.insert(longest, "one", ends);

        assertThat(store.find(longest)).isPresent();
        assertThat(ids(Kind.CLIENT, 10)).containsExactly(longest.id());
    }

    @Test
    void insertsNothingOverALivingRecord() {
        store.insert(KEY, "one", ends);
        Stored before = store.find(KEY).orElseThrow();

        assertThat(store.insert(KEY, "two", ends.plus(TICK))).isEqualTo(Write.LOST);

        assertThat(store.find(KEY)).contains(before);
    }

    @Test
    void aRepeatedInsertOfTheSameValueIsDone() {
        store.insert(KEY, "one", ends);

        assertThat(store.insert(KEY, "one", ends)).isEqualTo(Write.DONE);
    }

    @Test
    void equalIdsOfDifferentKindsAreDifferentRecords() {
        for (Kind kind : Kind.values()) {
            assertThat(store.insert(new Key(kind, "same"), kind.name(), ends))
                    .isEqualTo(Write.DONE);
        }

        for (Kind kind : Kind.values()) {
            assertThat(store.find(new Key(kind, "same")).orElseThrow().value())
                    .isEqualTo(kind.name());
        }
    }

    @Test
    void aRecordLivesUntilJustBeforeItsEnd() {
        store.insert(KEY, "one", ends);

        clock.set(ends.minus(TICK));

        assertThat(store.find(KEY)).isPresent();
        assertThat(ids(KEY.kind(), 10)).containsExactly(KEY.id());
        assertThat(store.insert(KEY, "two", ends.plus(TICK))).isEqualTo(Write.LOST);
    }

    @Test
    void aRecordIsGoneAtTheInstantItEnds() {
        store.insert(KEY, "one", ends);
        Stored read = store.find(KEY).orElseThrow();

        clock.set(ends);

        assertThat(store.find(KEY)).isEmpty();
        assertThat(ids(KEY.kind(), 10)).isEmpty();
        assertThat(store.replace(read, "two", ends.plus(TICK))).isEqualTo(Write.LOST);
        assertThat(store.find(KEY)).isEmpty();
    }

    @Test
    void aRepeatOfTheSameValueDoesNotWakeAnEndedRecord() {
        store.insert(KEY, "one", ends);
        Stored read = store.find(KEY).orElseThrow();
        clock.set(ends);

        assertThat(store.replace(read, "one", ends.plus(TICK))).isEqualTo(Write.LOST);

        assertThat(store.find(KEY)).isEmpty();
    }

    @Test
    void insertsOverAnEndedRecord() {
        store.insert(KEY, "one", ends);
        long version = store.find(KEY).orElseThrow().version();
        clock.set(ends);

        assertThat(store.insert(KEY, "two", ends.plus(TICK))).isEqualTo(Write.DONE);

        Stored stored = store.find(KEY).orElseThrow();
        assertThat(stored.value()).isEqualTo("two");
        assertThat(stored.ends()).isEqualTo(ends.plus(TICK));
        assertThat(stored.version()).isNotEqualTo(version);
    }

    @Test
    void replacesTheVersionThatWasRead() {
        store.insert(KEY, "one", ends);
        Stored read = store.find(KEY).orElseThrow();

        assertThat(store.replace(read, "two", ends.plus(TICK))).isEqualTo(Write.DONE);

        Stored stored = store.find(KEY).orElseThrow();
        assertThat(stored.value()).isEqualTo("two");
        assertThat(stored.ends()).isEqualTo(ends.plus(TICK));
        assertThat(stored.version()).isNotEqualTo(read.version());
    }

    @Test
    void aReplaceWithAnotherValueMayBringTheEndForward() {
        store.insert(KEY, "one", ends);

        store.replace(store.find(KEY).orElseThrow(), "two", ends.minus(TICK));

        assertThat(store.find(KEY).orElseThrow().ends()).isEqualTo(ends.minus(TICK));
    }

    @Test
    void replacesNothingWhenAnotherWriteCameFirst() {
        store.insert(KEY, "one", ends);
        Stored read = store.find(KEY).orElseThrow();
        store.replace(read, "two", ends);
        Stored stands = store.find(KEY).orElseThrow();

        assertThat(store.replace(read, "three", ends.plus(TICK))).isEqualTo(Write.LOST);

        assertThat(store.find(KEY)).contains(stands);
    }

    @Test
    void replacesNothingWhereThereIsNoRecord() {
        store.insert(KEY, "one", ends);
        Stored read = store.find(KEY).orElseThrow();
        store.remove(KEY);

        assertThat(store.replace(read, "two", ends)).isEqualTo(Write.LOST);

        assertThat(store.find(KEY)).isEmpty();
    }

    @Test
    void aCommandSentTwiceIsNoLostRace() {
        store.insert(KEY, "one", ends);
        Stored read = store.find(KEY).orElseThrow();
        store.replace(read, "two", ends);

        assertThat(store.replace(read, "two", ends)).isEqualTo(Write.DONE);

        assertThat(store.find(KEY).orElseThrow().value()).isEqualTo("two");
    }

    @Test
    void anEqualValueLengthensTheEndAndNeverShortensIt() {
        store.insert(KEY, "one", ends);
        Stored read = store.find(KEY).orElseThrow();

        assertThat(store.replace(read, "one", ends.plus(TICK))).isEqualTo(Write.DONE);
        assertThat(store.find(KEY).orElseThrow().ends()).isEqualTo(ends.plus(TICK));

        Stored again = store.find(KEY).orElseThrow();
        assertThat(store.replace(again, "one", ends.minus(TICK))).isEqualTo(Write.DONE);
        assertThat(store.find(KEY).orElseThrow().ends()).isEqualTo(ends.plus(TICK));
    }

    @Test
    void aVersionIsNeverTheSameAgainForAnotherValue() {
        Set<Long> seen = new HashSet<>();
        store.insert(KEY, "0", ends);
        for (int write = 1; write < 50; write++) {
            Stored read = store.find(KEY).orElseThrow();
            assertThat(seen.add(read.version())).isTrue();
            store.replace(read, Integer.toString(write), ends);
            if (write % 10 == 0) {
                assertThat(seen.add(store.find(KEY).orElseThrow().version())).isTrue();
                store.remove(KEY);
                store.insert(KEY, "again " + write, ends);
            }
        }
    }

    @Test
    void aReaderFromBeforeARemovalLosesAgainstTheNextRecord() {
        store.insert(KEY, "one", ends);
        Stored read = store.find(KEY).orElseThrow();
        store.remove(KEY);
        store.insert(KEY, "two", ends);

        assertThat(store.replace(read, "three", ends)).isEqualTo(Write.LOST);
    }

    @Test
    void removesARecord() {
        store.insert(KEY, "one", ends);

        store.remove(KEY);

        assertThat(store.find(KEY)).isEmpty();
        assertThat(ids(KEY.kind(), 10)).isEmpty();
        assertThat(store.insert(KEY, "two", ends)).isEqualTo(Write.DONE);
    }

    @Test
    void removingNothingHasNoEffect() {
        Key other = new Key(KEY.kind(), "other");
        store.insert(other, "one", ends);

        store.remove(KEY);

        assertThat(store.find(other)).isPresent();
    }

    @Test
    void listsOneKindInPagesInTheOrderOfTheirEnds() {
        List<Integer> numbers = new ArrayList<>(IntStream.range(0, 25).boxed().toList());
        Collections.shuffle(numbers, new SeededRandom(1));
        for (int number : numbers) {
            store.insert(new Key(Kind.ACCOUNT, id(100 - number)), "one", after(number));
        }
        store.insert(new Key(Kind.CLIENT, id(3)), "of another kind", after(3));
        store.insert(new Key(Kind.GRANT, id(30)), "of another kind", after(30));

        assertThat(inPages(Kind.ACCOUNT, 10))
                .isEqualTo(IntStream.range(0, 25).mapToObj(n -> id(100 - n)).toList());
    }

    @Test
    void equalEndsAreListedInTheOrderOfTheirIds() {
        List<String> ids = new ArrayList<>(IntStream.range(0, 25).mapToObj(this::id).toList());
        Collections.shuffle(ids, new SeededRandom(1));
        ids.forEach(id -> store.insert(new Key(Kind.ACCOUNT, id), "one", ends));

        assertThat(inPages(Kind.ACCOUNT, 7))
                .isEqualTo(IntStream.range(0, 25).mapToObj(this::id).toList());
    }

    @Test
    void aPageBeginsAfterAPlaceThatNeedNotBeTaken() {
        store.insert(new Key(Kind.ACCOUNT, "b"), "one", ends);
        store.insert(new Key(Kind.ACCOUNT, "d"), "one", ends);

        assertThat(store.list(Kind.ACCOUNT, new Listed("c", ends), 10))
                .containsExactly(new Listed("d", ends));
        assertThat(store.list(Kind.ACCOUNT, new Listed("d", ends), 10)).isEmpty();
        assertThat(store.list(Kind.ACCOUNT, new Listed("z", ends.minus(TICK)), 1))
                .containsExactly(new Listed("b", ends));
    }

    @Test
    void aRecordIsListedWhereItEndsNow() {
        store.insert(new Key(Kind.ACCOUNT, "a"), "one", after(1));
        store.insert(new Key(Kind.ACCOUNT, "b"), "one", after(2));
        store.replace(store.find(new Key(Kind.ACCOUNT, "a")).orElseThrow(), "two", after(3));
        assertThat(ids(Kind.ACCOUNT, 10)).containsExactly("b", "a");

        store.replace(store.find(new Key(Kind.ACCOUNT, "b")).orElseThrow(), "one", after(4));
        assertThat(ids(Kind.ACCOUNT, 10)).containsExactly("a", "b");
    }

    @Test
    void countsTheLivingOfEachKind() {
        assertThat(store.count(Kind.ACCOUNT)).isZero();
        IntStream.range(0, 25)
                .forEach(n -> store.insert(new Key(Kind.ACCOUNT, id(n)), "one", after(n)));
        store.insert(KEY, "one", after(40));
        store.insert(KEY, "two", after(40));
        assertThat(store.count(Kind.ACCOUNT)).isEqualTo(25);

        store.remove(new Key(Kind.ACCOUNT, id(24)));
        store.remove(new Key(Kind.ACCOUNT, id(24)));
        store.replace(store.find(new Key(Kind.ACCOUNT, id(0))).orElseThrow(), "two", after(30));
        assertThat(store.count(Kind.ACCOUNT)).isEqualTo(24);

        clock.set(after(10));
        assertThat(store.count(Kind.ACCOUNT)).as("1 to 10 have ended").isEqualTo(14);
        assertThat(store.count(Kind.GRANT)).isEqualTo(1);
    }

    @Test
    void tellsItsWatchersOfEveryWriteBeforeItIsAnswered() {
        List<Key> told = new CopyOnWriteArrayList<>();
        store.watch(watcher(told));

        store.insert(KEY, "one", ends);
        assertThat(told).containsExactly(KEY);
        store.replace(store.find(KEY).orElseThrow(), "two", ends);
        assertThat(told).containsExactly(KEY, KEY);
        store.remove(KEY);
        assertThat(told).containsExactly(KEY, KEY, KEY);
    }

    @Test
    void anEndedRecordTakesNoPlaceInAPage() {
        store.insert(new Key(Kind.ACCOUNT, "a"), "one", clock.instant().plus(TICK));
        store.insert(new Key(Kind.ACCOUNT, "b"), "one", ends);
        clock.forward(TICK);

        assertThat(ids(Kind.ACCOUNT, 1)).containsExactly("b");
    }

    @Test
    void endedRecordsDoNotDisturbManyWrites() {
        Instant soon = clock.instant().plus(TICK);
        Race.of(500, i -> store.insert(new Key(KEY.kind(), id(i)), "x", soon));
        store.insert(KEY, "one", ends);
        clock.set(soon);

        Race.of(2500, i -> store.insert(new Key(KEY.kind(), id(500 + i)), "x", ends));

        assertThat(store.find(KEY)).isPresent();
        assertThat(ids(KEY.kind(), 5000)).hasSize(2501);
    }

    @Test
    void ofManyInsertsAtOnceOneIsDone() {
        for (int round = 0; round < 20; round++) {
            Key key = new Key(Kind.GRANT, "round-" + round);

            List<Write> writes =
                    Race.of(THREADS, thread -> store.insert(key, "by " + thread, ends));

            assertThat(writes).containsOnlyOnce(Write.DONE);
            assertThat(store.find(key).orElseThrow().value())
                    .isEqualTo("by " + writes.indexOf(Write.DONE));
        }
    }

    @Test
    void ofManyInsertsAtOnceOverAnEndedRecordOneIsDone() {
        Instant soon = clock.instant().plus(TICK);
        store.insert(KEY, "ended", soon);
        clock.set(soon);

        List<Write> writes = Race.of(THREADS, thread -> store.insert(KEY, "by " + thread, ends));

        assertThat(writes).containsOnlyOnce(Write.DONE);
    }

    @Test
    void ofManyReplacesOfOneVersionOneIsDone() {
        store.insert(KEY, "first", ends);
        for (int round = 0; round < 20; round++) {
            Stored read = store.find(KEY).orElseThrow();
            String name = "round " + round + " by ";

            List<Write> writes =
                    Race.of(THREADS, thread -> store.replace(read, name + thread, ends));

            assertThat(writes).containsOnlyOnce(Write.DONE);
            assertThat(store.find(KEY).orElseThrow().value())
                    .isEqualTo(name + writes.indexOf(Write.DONE));
        }
    }

    @Test
    void aCounterRaisedByManyThreadsEndsExact() {
        store.insert(KEY, "0 nobody", ends);

        Race.of(THREADS, this::raise);

        assertThat(store.find(KEY).orElseThrow().value()).startsWith(THREADS + " ");
    }

    /** The value names the thread: equal values would count as one command sent twice. */
    private int raise(int thread) {
        for (int attempt = 0; ; attempt++) {
            Stored read = store.find(KEY).orElseThrow();
            int next = Integer.parseInt(read.value().split(" ")[0]) + 1;
            if (store.replace(read, next + " " + thread, ends) == Write.DONE) {
                return attempt;
            }
            Thread.yield();
        }
    }

    private List<String> ids(Kind kind, int limit) {
        return store.list(kind, null, limit).stream().map(Listed::id).toList();
    }

    private List<String> inPages(Kind kind, int limit) {
        List<String> all = new ArrayList<>();
        List<Listed> page = store.list(kind, null, limit);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            page.forEach(listed -> all.add(listed.id()));
            page = store.list(kind, page.getLast(), limit);
        }
        return all;
    }

    private Instant after(int ticks) {
        return ends.plus(TICK.multipliedBy(ticks));
    }

    private static Watcher watcher(List<Key> told) {
        return new Watcher() {
            @Override
            public void changed(Key key) {
                told.add(key);
            }

            @Override
            public void allChanged() {}
        };
    }

    private String id(int number) {
        return "id-%04d".formatted(number);
    }
}
