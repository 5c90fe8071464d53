package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.Store.Key;
import dev.keystile.oauth.api.spi.Store.Kind;
import dev.keystile.oauth.api.spi.Store.Listed;
import dev.keystile.oauth.api.spi.Store.Stored;
import dev.keystile.oauth.api.spi.Store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ObjIntConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Writes of one thread at keys of its own, so that it is known what may stand in the store: the
 * steps at a key are numbered, every fifth removes the record, and the number stands in the value.
 */
final class Workload {
    private static final int KEYS = 40;
    private static final int REMOVE_EVERY = 5;

    private final Store store;
    private final String name;
    private final Instant ends;
    private final RandomGenerator random;
    private final int mostBytes;
    private final int[] steps = new int[KEYS];

    Workload(Store store, String name, Instant ends, int mostBytes, long seed) {
        this.store = store;
        this.name = name;
        this.ends = ends;
        this.mostBytes = mostBytes;
        this.random = new SplittableRandom(seed);
    }

    /** Takes the next step at some key; tells before and after. */
    void step(ObjIntConsumer<String> before, ObjIntConsumer<String> after) {
        int number = random.nextInt(KEYS);
        int step = ++steps[number];
        Key key = key(name + "-" + number);
        before.accept(key.id(), step);
        if (step % REMOVE_EVERY == 0) {
            store.remove(key);
        } else {
            put(key, step);
        }
        after.accept(key.id(), step);
    }

    private void put(Key key, int step) {
        String value = step + ":" + "x".repeat(random.nextInt(mostBytes));
        Instant later = ends.plus(Duration.ofMillis(random.nextInt(100_000)));
        Optional<Stored> stands = store.find(key);
        Write write =
                stands.isPresent()
                        ? store.replace(stands.get(), value, later)
                        : store.insert(key, value, later);
        assertThat(write).isEqualTo(Write.DONE);
    }

    static Key key(String id) {
        return new Key(Kind.GRANT, id);
    }

    /** Every record is as some step left it that was not answered before the last that was. */
    static void check(Store store, Map<String, Integer> answered, Map<String, Integer> begun) {
        Set<String> living = new HashSet<>();
        begun.forEach((id, last) -> {
            Optional<String> value = store.find(key(id)).map(Stored::value);
            value.ifPresent(_ -> living.add(id));
            assertThat(value.map(Workload::number).orElse(0))
                    .as("the record %s", id)
                    .isIn(possible(answered.getOrDefault(id, 0), last));
        });
        List<Listed> listed = store.list(Kind.GRANT, null, Integer.MAX_VALUE);
        assertThat(listed).extracting(Listed::id).containsExactlyInAnyOrderElementsOf(living);
        assertThat(store.count(Kind.GRANT)).isEqualTo(living.size());
        listed.forEach(place ->
                assertThat(store.find(key(place.id())).orElseThrow().ends())
                        .isEqualTo(place.ends()));
    }

    /** The numbers of the steps, 0 where the record is absent. */
    private static List<Integer> possible(int answered, int begun) {
        return IntStream.rangeClosed(answered, begun)
                .map(step -> step % REMOVE_EVERY == 0 ? 0 : step)
                .boxed()
                .toList();
    }

    private static int number(String value) {
        return Integer.parseInt(value.substring(0, value.indexOf(':')));
    }
}
