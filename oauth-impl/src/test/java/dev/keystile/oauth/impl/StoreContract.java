package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.spi.Store.Key;
import dev.keystile.oauth.api.spi.Store.Kind;
import dev.keystile.oauth.api.spi.Store.Stored;
import dev.keystile.oauth.api.spi.Store.Watcher;
import dev.keystile.oauth.api.spi.Store.Write;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every store must do; one subclass for each. */
abstract class StoreContract extends StoreListingContract {
    private static final int THREADS = 256;

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
}
