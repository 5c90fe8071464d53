package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import dev.keystile.oauth.impl.Repository.Decision;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTest {
    private static final String ID = "id-1";
    private static final Duration LIFE = Duration.ofDays(60);

    private final MovedClock clock = new MovedClock();
    private final MeetingStore store = new MeetingStore(new MemoryStore(clock));
    private final Repository<KeyIndex> indexes =
            new Repository<>(
                    store, Store.Kind.KEY_INDEX, new KeyIndexCodec(), new UnreadableRecords(clock));
    private final Instant ends = clock.instant().plus(LIFE);
    private final KeyIndex first = new KeyIndex(Map.of("a", "0"));

    /** Of clients; counts what is read. */
    private static final class CountedCodec implements Codec<Client> {
        private final ClientCodec clients = new ClientCodec();
        private int read;

        @Override
        public JsonObjectBuilder write(Client client) {
            return clients.write(client);
        }

        @Override
        public Client read(String id, JsonObject json) {
            read++;
            return clients.read(id, json);
        }

        @Override
        public String decoy() {
            return clients.decoy();
        }
    }

    @Test
    @DisplayName("SEC-12: that there is no such client takes as many readings as that there is one")
    void whatIsNotThereIsReadAsWell() {
        var codec = new CountedCodec();
        var clients =
                new Repository<>(store, Store.Kind.CLIENT, codec, new UnreadableRecords(clock));
        clients.insert(ID, codec.clients.read(ID, JsonText.read(codec.decoy())), ends);

        assertThat(clients.find(ID)).isPresent();
        assertThat(codec.read).isEqualTo(1);
        assertThat(clients.find("nobody")).isEmpty();
        assertThat(codec.read).isEqualTo(2);
        assertThat(clients.has(ID)).isTrue();
        assertThat(clients.has("nobody")).isFalse();
        assertThat(codec.read).as("nothing is read to tell that").isEqualTo(2);
    }

    @Test
    void aDecisionIsTakenAnewWhenItsRaceIsLost() {
        indexes.insert(ID, first, ends);
        var tries = new AtomicInteger();

        var answer =
                indexes.update(
                        ID,
                        index -> {
                            if (tries.getAndIncrement() < 15) {
                                overtake(tries.get());
                            }
                            return new Decision.Write<>(index.with("mine", "x"), ends, "done");
                        });

        assertThat(answer).contains("done");
        assertThat(tries).hasValue(16);
        assertThat(indexes.find(ID).orElseThrow().value().accounts())
                .containsEntry("mine", "x")
                .containsEntry("other", "15");
    }

    @Test
    void sixteenLostRacesMeanTheStoreIsTooBusy() {
        indexes.insert(ID, first, ends);
        var tries = new AtomicInteger();

        assertThatThrownBy(() ->
                        indexes.update(
                                ID,
                                index -> {
                                    overtake(tries.incrementAndGet());
                                    return new Decision.Write<>(
                                            index.with("mine", "x"), ends, "done");
                                }))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(indexes.find(ID).orElseThrow().value().accounts()).doesNotContainKey("mine");
    }

    private void overtake(int number) {
        indexes.update(
                ID,
                index ->
                        new Decision.Write<>(
                                index.with("other", Integer.toString(number)), ends, true));
    }

    @Test
    void amendingKeepsTheEnd() {
        indexes.insert(ID, first, ends);
        clock.forward(Duration.ofDays(1));

        var answer =
                indexes.update(ID, index -> new Decision.Amend<>(index.with("b", "1"), "done"));

        assertThat(answer).contains("done");
        assertThat(indexes.find(ID).orElseThrow().value()).isEqualTo(first.with("b", "1"));
        assertThat(endsNow()).isEqualTo(ends);
    }

    @Test
    void leavingWritesNothing() {
        indexes.insert(ID, first, ends);
        var before = indexes.find(ID).orElseThrow().stored();

        assertThat(indexes.update(ID, _ -> new Decision.Leave<>("left"))).contains("left");

        assertThat(indexes.find(ID).orElseThrow().stored()).isEqualTo(before);
    }

    @Test
    void whereThereIsNothingNothingIsDecided() {
        assertThat(
                        indexes.update(
                                ID,
                                _ -> {
                                    throw new AssertionError();
                                }))
                .isEmpty();
    }

    @Test
    void aLifeIsLengthenedWhenLessThanThreeQuartersRemain() {
        indexes.insert(ID, first, ends);

        clock.forward(Duration.ofDays(15));
        assertThat(keep()).isFalse();
        assertThat(endsNow()).isEqualTo(ends);

        clock.forward(Duration.ofMillis(1));
        assertThat(keep()).isTrue();
        assertThat(endsNow()).isEqualTo(clock.instant().plus(LIFE));
    }

    @Test
    void aLifeIsNeverShortened() {
        indexes.insert(ID, first, ends);
        clock.set(clock.instant().minus(Duration.ofDays(30)));

        assertThat(keep()).isFalse();
        assertThat(endsNow()).isEqualTo(ends);
    }

    @Test
    void whatEndedMeanwhileIsNotWokenUp() {
        indexes.insert(ID, first, ends);
        var held = indexes.find(ID).orElseThrow();
        clock.set(ends);

        assertThat(indexes.keep(held, clock.instant(), LIFE)).isFalse();
        assertThat(indexes.find(ID)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void aRecordInTheFormOfAnotherVersionIsNotGuessedAt(int form) {
        String text = "{\"v\":" + form + ",\"accounts\":{}}";
        store.insert(new Store.Key(Store.Kind.KEY_INDEX, ID), text, ends);

        assertThatThrownBy(() -> indexes.find(ID)).isInstanceOf(StoreUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "é", "\u0000", "a b", "\n", "\ud800"})
    void anIdThatNoRecordCanHaveFindsNothing(String id) {
        assertThat(indexes.find(id)).isEmpty();
        assertThat(indexes.find(id.repeat(100_000))).isEmpty();
        assertThat(indexes.update(id, _ -> new Decision.Leave<>("left"))).isEmpty();
    }

    @Test
    void theLongestIdIsFound() {
        indexes.insert("a".repeat(512), first, ends);

        assertThat(indexes.find("a".repeat(512))).isPresent();
        assertThat(indexes.find("a".repeat(513))).isEmpty();
    }

    private boolean keep() {
        return indexes.keep(indexes.find(ID).orElseThrow(), clock.instant(), LIFE);
    }

    private Instant endsNow() {
        return indexes.find(ID).orElseThrow().stored().ends();
    }
}
