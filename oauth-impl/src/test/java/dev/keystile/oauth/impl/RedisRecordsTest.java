package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.RedisFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.spi.Store.Key;
import dev.keystile.oauth.api.spi.Store.Kind;
import dev.keystile.oauth.api.spi.Store.Listed;
import dev.keystile.oauth.api.spi.Store.Stored;
import dev.keystile.oauth.api.spi.Store.Write;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in Redis, and what a store makes of what others did to it. */
@ParameterizedClass
@MethodSource("dev.keystile.oauth.impl.RedisBinary#all")
class RedisRecordsTest extends RedisCase {
    /** As one whose own clock was set wrong sees them, and as the others do meanwhile. */
    @Test
    void aNodeWhoseClockIsAnHourAheadTakesNothingAwayFromTheOthers() {
        var ahead = new MovedClock();
        ahead.set(fixture.clock.instant().plus(Duration.ofHours(1)));
        RedisStore fast = fixture.connect(redis.url(), ahead);
        Key brief = new Key(Kind.GRANT, "brief");
        store.insert(brief, "one", fixture.clock.instant().plusSeconds(10));
        Key lasting = new Key(Kind.GRANT, "lasting");
        store.insert(lasting, "one", fixture.ends.plusSeconds(60));

        assertThat(fast.find(brief)).isEmpty();
        Stored seen = fast.find(lasting).orElseThrow();
        assertThat(fast.replace(seen, "two", seen.ends())).isEqualTo(Write.DONE);
        assertThat(fast.list(Kind.GRANT, null, 10)).hasSize(1);

        assertThat(store.find(brief)).isPresent();
        assertThat(store.list(Kind.GRANT, null, 10)).hasSize(3);
        assertThat(ttl(RedisFixture.PREFIX + "grant:lasting"))
                .as("Redis keeps it to its end at least")
                .isGreaterThan(Duration.ofMinutes(60).toMillis());
    }

    @Test
    void anEvictedRecordIsGoneAndLeavesTheListing() {
        Stored read = store.find(KEY).orElseThrow();
        redis.ask("DEL", RECORD);

        assertThat(store.find(KEY)).isEmpty();
        assertThat(store.count(Kind.GRANT)).as("nobody looked yet").isEqualTo(1);
        assertThat(store.list(Kind.GRANT, null, 10)).isEmpty();
        assertThat(store.count(Kind.GRANT)).isZero();
        assertThat(store.replace(read, "two", fixture.ends)).isEqualTo(Write.LOST);
        assertThat(store.count(Kind.GRANT)).isZero();
    }

    @Test
    void aPlaceThatIsWrongIsPutRightByReadingAndALostOneByWriting() {
        long later = fixture.ends.toEpochMilli() + 1000;
        redis.ask("ZADD", LISTING, Long.toString(later), KEY.id());

        assertThat(store.list(Kind.GRANT, null, 10)).as("its place was wrong").isEmpty();
        assertThat(store.list(Kind.GRANT, null, 10))
                .singleElement()
                .satisfies(listed -> assertThat(listed.ends()).isEqualTo(fixture.ends));

        redis.ask("DEL", LISTING);
        assertThat(store.list(Kind.GRANT, null, 10)).isEmpty();
        store.replace(store.find(KEY).orElseThrow(), "two", fixture.ends);
        assertThat(store.list(Kind.GRANT, null, 10)).hasSize(1);
    }

    @Test
    void aRecordOfAnotherFormIsLeftAlone() {
        for (String strange : List.of("2 f 1 {}", "{}", "x", "1 xyz 1 {}")) {
            redis.ask("SET", RECORD, strange);

            assertUnavailable(() -> store.find(KEY), RedisProblem.FORM);
            assertUnavailable(() -> store.insert(KEY, "two", fixture.ends), RedisProblem.FORM);
            assertThat(redis.ask("GET", RECORD)).isEqualTo(strange);
            assertThat(store.count(Kind.GRANT)).isEqualTo(1);
        }
    }

    @Test
    void aRecordOfAnotherFormDoesNotSpoilAListing() {
        Key other = new Key(Kind.GRANT, "other");
        store.insert(other, "one", fixture.ends.plusSeconds(1));
        redis.ask("SET", RECORD, "2 f 1 {}");

        assertThat(store.list(Kind.GRANT, null, 10))
                .extracting(Listed::id)
                .containsExactly(KEY.id(), other.id());
    }

    @Test
    void aKeyOfAnotherTypeIsLeftAlone() {
        redis.ask("DEL", RECORD);
        redis.ask("LPUSH", RECORD, "a");

        assertUnavailable(() -> store.find(KEY), RedisProblem.WRONGTYPE);
        assertUnavailable(() -> store.insert(KEY, "two", fixture.ends), RedisProblem.WRONGTYPE);
        assertThat(redis.ask("LLEN", RECORD)).isEqualTo("1");
    }

    @Test
    void redisForgetsEveryKeyByItselfAndNotBeforeItsEnd() {
        long hour = 3_600_000;
        long kept = Ends.KEPT.toMillis();
        assertThat(ttl(RECORD)).isBetween(hour + kept - 60_000, hour + kept);
        assertThat(ttl(LISTING)).isBetween(hour + kept - 60_000, hour + kept);

        store.replace(store.find(KEY).orElseThrow(), "two", fixture.clock.instant().plusMillis(1));
        assertThat(ttl(RECORD)).isBetween(kept - 60_000, kept + 1);
        assertThat(ttl(LISTING))
                .as("as long as the longest record had")
                .isGreaterThan(hour + kept - 60_000);
    }

    @Test
    void endedRecordsLeaveTheListingAsOthersAreWritten() {
        fixture.clock.set(fixture.ends.plus(Ends.KEPT));
        redis.ask("DEL", RECORD);
        assertThat(redis.ask("ZCARD", LISTING)).isEqualTo("1");

        var other = new Key(Kind.GRANT, "other");
        store.insert(other, "one", fixture.clock.instant().plusSeconds(1));

        assertThat(redis.ask("ZRANGE", LISTING, "0", "-1")).isEqualTo("other");
    }

    private long ttl(String key) {
        return Long.parseLong(redis.ask("PTTL", key));
    }
}
