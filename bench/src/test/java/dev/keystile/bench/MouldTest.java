package dev.keystile.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.bench.Mould.Draft;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.Store.Kind;
import dev.keystile.oauth.impl.MasterSecret;
import dev.keystile.oauth.impl.MemoryStore;
import dev.keystile.oauth.impl.Readable;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MouldTest {
    private static final int ALL = 100;

    private final BenchClock clock = new BenchClock();
    private final SecureRandom random = new SecureRandom();
    private final Store original = new MemoryStore(clock);
    private final Store filled = new MemoryStore(clock);
    private final Mould mould = mould();

    private Mould mould() {
        try (var gateway = new Gateway(original, MasterSecret.draw(random), clock, random)) {
            var _ = gateway.signIn(gateway.register());
        }
        return Mould.of(original);
    }

    private List<Draft> cast(int number) {
        List<Draft> cast = mould.cast(number, ALL, 0);
        cast.forEach(draft -> filled.insert(draft.key(), draft.value(), draft.ends()));
        return cast;
    }

    private static Draft one(List<Draft> cast, Kind kind) {
        return cast.stream().filter(draft -> draft.key().kind() == kind).findFirst().orElseThrow();
    }

    @Test
    void castHasEveryRecordThatASignInLeaves() {
        assertThat(cast(1))
                .extracting(draft -> draft.key().kind())
                .containsExactlyInAnyOrder(Kind.CLIENT, Kind.ACCOUNT, Kind.GRANT);
    }

    @Test
    void castIsReadByTheRealCodecs() {
        cast(1).forEach(draft -> Readable.read(filled, draft.key()));
    }

    @Test
    void castIsAsLongAsTheRealRecords() {
        cast(1).forEach(draft -> {
            String place = original.list(draft.key().kind(), null, 1).getFirst().id();
            String real =
                    original.find(new Store.Key(draft.key().kind(), place)).orElseThrow().value();
            assertThat(draft.value()).hasSameSizeAs(real).isNotEqualTo(real);
            assertThat(draft.key().id()).hasSameSizeAs(place).isNotEqualTo(place);
        });
    }

    @Test
    void recordsOfACastNameEachOther() {
        List<Draft> cast = cast(1);
        assertThat(Readable.links(filled, one(cast, Kind.GRANT).key().id()))
                .isEqualTo(
                        new Readable.Links(
                                one(cast, Kind.ACCOUNT).key().id(),
                                one(cast, Kind.CLIENT).key().id(),
                                true));
    }

    @Test
    void noTwoCastsShareAnId() {
        for (int number = 0; number < ALL; number++) {
            var _ = cast(number);
        }
        for (Kind kind : List.of(Kind.CLIENT, Kind.ACCOUNT, Kind.GRANT)) {
            assertThat(filled.count(kind)).isEqualTo(ALL);
        }
    }

    @Test
    void castsAreInOrderOfTheirIdsAndEnds() {
        List<Draft> grants =
                IntStream.range(0, ALL)
                        .mapToObj(number -> one(mould.cast(number, ALL, 1_000_000), Kind.GRANT))
                        .toList();
        assertThat(grants).extracting(draft -> draft.key().id()).isSorted();
        assertThat(grants).extracting(Draft::ends).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void sameNumberGivesTheSameCast() {
        assertThat(mould.cast(7, ALL, 0)).isEqualTo(mould.cast(7, ALL, 0));
    }
}
