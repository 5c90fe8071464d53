package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.AuditLog.Deed;
import dev.keystile.oauth.api.AuditLog.Entry;
import dev.keystile.oauth.api.AuditLog.Verdict;
import dev.keystile.oauth.api.spi.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit log of two nodes that share a store. */
abstract class AuditTrailContract {
    final MovedClock clock = new MovedClock();
    private final SecureRandom random = new SeededRandom(1);
    private Store store;
    private AuditTrail one;
    private AuditTrail other;

    /** The store of a node; nodes see what the others write. */
    abstract Store node(InstantSource by);

    @BeforeEach
    void open() {
        store = node(clock);
        one = new AuditTrail(store, clock, random);
        other = new AuditTrail(node(clock), clock, random);
    }

    private static Deed deed(int number) {
        return new Deed("admin", "grant.revoke", "grant-" + number, "");
    }

    private void append(int deeds) {
        IntStream.range(0, deeds)
                .forEach(number -> (number % 2 == 0 ? one : other).append(deed(number)));
    }

    private Store.Stored stored(String id) {
        return store.find(new Store.Key(Store.Kind.AUDIT, id)).orElseThrow();
    }

    private void write(String id, String text) {
        Store.Stored before = stored(id);
        assertThat(store.replace(before, text, before.ends())).isEqualTo(Store.Write.DONE);
    }

    private void assertBroken(long number, String why) {
        assertThat(one.verify()).isEqualTo(new Verdict.Broken(number, why));
    }

    @Test
    void nodesWriteOneChain() {
        append(5);

        List<Entry> entries = one.read(0, 10).entries();
        assertThat(entries).extracting(Entry::number).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(entries.getFirst().deed()).isEqualTo(deed(4));
        assertThat(entries.get(0).previous()).isEqualTo(entries.get(1).digest());
        assertThat(entries.getLast().previous()).isEmpty();
        assertThat(other.verify()).isEqualTo(new Verdict.Whole(1, 5, entries.getFirst().digest()));
    }

    @Test
    void nodesThatAppendTheSameAtOnceAppendBoth() {
        List<AuditTrail> nodes = List.of(one, other, one, other);

        Race.of(
                4,
                number -> {
                    nodes.get(number).append(deed(0));
                    return true;
                });

        assertThat(one.verify()).isInstanceOf(Verdict.Whole.class);
        assertThat(one.read(0, 10).entries()).hasSize(4);
    }

    @Test
    void anEmptyChainIsWhole() {
        assertThat(one.verify()).isEqualTo(new Verdict.Whole(1, 0, ""));
        assertThat(one.read(0, 10)).isEqualTo(new AuditLog.Part(List.of(), 0));
    }

    @Test
    void itIsReadInParts() {
        append(5);

        AuditLog.Part first = one.read(0, 2);
        AuditLog.Part second = one.read(first.next(), 2);
        AuditLog.Part third = one.read(second.next(), 2);

        assertThat(first.entries()).extracting(Entry::number).containsExactly(5L, 4L);
        assertThat(second.entries()).extracting(Entry::number).containsExactly(3L, 2L);
        assertThat(third.entries()).extracting(Entry::number).containsExactly(1L);
        assertThat(third.next()).isZero();
    }

    @Test
    void aChangedRecordIsFound() {
        append(5);

        write("3", stored("3").value().replace("grant-2", "grant-x"));

        assertBroken(3, "it was changed");
    }

    @Test
    void aRecordThatWasWrittenAnewWithItsDigestIsFoundAtTheNextOne() {
        append(5);
        AuditRecord before = new AuditRecordCodec().read("3", JsonText.read(stored("3").value()));
        AuditRecord forged =
                AuditRecord.following(2, before.previous(), before.at(), deed(9), before.mark());

        write("3", Repository.text(new AuditRecordCodec(), forged));

        assertBroken(4, "it does not follow the one before");
    }

    @Test
    void aMissingRecordIsFoundEvenTheLast() {
        append(5);
        store.remove(new Store.Key(Store.Kind.AUDIT, "5"));
        assertBroken(5, "it is missing, or cannot be read");

        store.remove(new Store.Key(Store.Kind.AUDIT, "2"));
        assertBroken(2, "it is missing, or cannot be read");

        write("1", "no JSON");
        assertBroken(1, "it is missing, or cannot be read");
    }

    @Test
    void afterALossTheChainGoesOnAndStaysBroken() {
        append(2);
        store.remove(new Store.Key(Store.Kind.AUDIT, "2"));

        one.append(deed(3));

        assertThat(one.read(0, 10).entries()).extracting(Entry::number).containsExactly(3L, 1L);
        assertBroken(2, "it is missing, or cannot be read");
    }

    @Test
    void aNodeThatWasKilledBeforeItSaidSoLeavesAWholeChain() {
        append(2);
        Store.Stored head = stored("head");
        one.append(deed(3));
        write("head", head.value());

        other.append(deed(4));

        assertThat(one.verify()).isInstanceOf(Verdict.Whole.class);
        assertThat(one.read(0, 10).entries()).hasSize(4);
    }

    @Test
    void whatIsOlderThanFourHundredDaysGoesAndTheRestStaysWhole() {
        append(3);
        clock.forward(Duration.ofDays(400));
        append(1);
        one.tidy();
        assertThat(one.read(0, 10).entries()).hasSize(4);

        clock.forward(Duration.ofMillis(1));
        one.tidy();

        assertThat(store.find(new Store.Key(Store.Kind.AUDIT, "3"))).isEmpty();
        assertThat(one.read(0, 10).entries()).extracting(Entry::number).containsExactly(4L);
        assertThat(other.verify()).isInstanceOf(Verdict.Whole.class);
        write("4", stored("4").value().replaceFirst("\"previous\":\"[^\"]*", "\"previous\":\""));
        assertBroken(4, "it does not follow the one before");
    }

    @Test
    void whenAllHaveGoneTheNextFollowsTheLastOfThem() {
        append(2);
        String last = one.read(0, 1).entries().getFirst().digest();
        clock.forward(Duration.ofDays(401));
        one.tidy();

        other.append(deed(3));

        assertThat(one.read(0, 10).entries()).hasSize(1);
        assertThat(one.read(0, 1).entries().getFirst().previous()).isEqualTo(last);
        assertThat(one.verify()).isInstanceOf(Verdict.Whole.class);
    }

    @Test
    void whatIsMissingOrUnreadableGoesWithWhatIsOldAndKeepsNothingBack() {
        append(4);
        write("1", "no JSON");
        store.remove(new Store.Key(Store.Kind.AUDIT, "2"));
        clock.forward(Duration.ofDays(401));
        append(1);
        assertBroken(1, "it is missing, or cannot be read");

        one.tidy();

        assertThat(store.count(Store.Kind.AUDIT)).as("the last and the head").isEqualTo(2);
        assertThat(one.read(0, 10).entries()).extracting(Entry::number).containsExactly(5L);
        assertThat(other.verify()).isInstanceOf(Verdict.Whole.class);
    }

    @Test
    void whatStandsInTheLogHasNotFailedThoughTheHeadCannotBeChanged() {
        MeetingStore failing = new MeetingStore(store);
        append(1);
        failing.failAfter(Store.Kind.AUDIT, 0);

        new AuditTrail(failing, clock, random).append(deed(1));
        assertThat(failing.away).isTrue();

        other.append(deed(2));
        assertThat(one.read(0, 10).entries()).extracting(Entry::number).containsExactly(3L, 2L, 1L);
        assertThat(one.verify()).isInstanceOf(Verdict.Whole.class);
    }

    @Test
    void readingFromFarBeyondTheEndBeginsAtTheEnd() {
        MeetingStore counting = new MeetingStore(store);
        append(3);

        AuditLog.Part part = new AuditTrail(counting, clock, random).read(50_000, 2);

        assertThat(part).isEqualTo(one.read(0, 2));
        assertThat(counting.read()).hasSizeLessThan(20);
    }
}
