package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.Store.Key;
import dev.keystile.oauth.api.spi.Store.Kind;
import dev.keystile.oauth.api.spi.Store.Listed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An opened store, and how it lists and counts. */
abstract class StoreListingContract {
    static final Duration TICK = Duration.ofMillis(1);
    static final Key KEY = new Key(Kind.GRANT, "a-record_1");

    final MovedClock clock = new MovedClock();
    final Instant ends = clock.instant().plus(Duration.ofHours(1));
    Store store;

    /** An empty store that tells ended records by this clock. */
    abstract Store open(InstantSource clock);

    @BeforeEach
    void openStore() {
        store = open(clock);
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
        List<String> ids =
                new ArrayList<>(IntStream.range(0, 25).mapToObj(StoreListingContract::id).toList());
        Collections.shuffle(ids, new SeededRandom(1));
        ids.forEach(id -> store.insert(new Key(Kind.ACCOUNT, id), "one", ends));

        assertThat(inPages(Kind.ACCOUNT, 7))
                .isEqualTo(IntStream.range(0, 25).mapToObj(StoreListingContract::id).toList());
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
    void anEndedRecordTakesNoPlaceInAPage() {
        store.insert(new Key(Kind.ACCOUNT, "a"), "one", clock.instant().plus(TICK));
        store.insert(new Key(Kind.ACCOUNT, "b"), "one", ends);
        clock.forward(TICK);

        assertThat(ids(Kind.ACCOUNT, 1)).containsExactly("b");
    }

    final List<String> ids(Kind kind, int limit) {
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

    static String id(int number) {
        return "id-%04d".formatted(number);
    }
}
