package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.LimitFixture.KEY;
import static dev.keystile.oauth.impl.LimitFixture.OFFICE;
import static dev.keystile.oauth.impl.LimitFixture.RULES;
import static dev.keystile.oauth.impl.LimitFixture.TEN_A_MINUTE;
import static dev.keystile.oauth.impl.LimitFixture.passed;
import static dev.keystile.oauth.impl.LimitFixture.passes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitControl.Counts;
import dev.keystile.oauth.api.LimitControl.KeyQuota;
import dev.keystile.oauth.api.LimitControl.LimitedKey;
import dev.keystile.oauth.api.LimitDecision.Allowed;
import dev.keystile.oauth.api.LimitDecision.Limited;
import dev.keystile.oauth.api.LimitDecision.Unlimited;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Network;
import dev.keystile.oauth.api.Quota;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits of one node. */
class LimiterTest {
    /** In which one of ten a minute comes back. */
    private static final Duration ONE = Duration.ofSeconds(6);

    private final MovedClock clock = new MovedClock();
    private final LocalBuckets buckets = new LocalBuckets(clock);
    private final MemoryStore store = new MemoryStore(clock);
    private final Limiter limiter =
            new Limiter(RULES, buckets, new LimitOverrides(store, clock, clock), clock);

    @Test
    void asManyAsTheQuotaPassAtOnceAndNoMore() {
        assertThat(limiter.take(List.of(OFFICE)))
                .isEqualTo(new Allowed(LimitRule.KEY_NETWORK, TEN_A_MINUTE, 9, ONE));
        assertThat(passed(limiter, 100, OFFICE)).isEqualTo(9);
        assertThat(limiter.take(List.of(OFFICE)))
                .isEqualTo(new Limited(LimitRule.KEY_NETWORK, TEN_A_MINUTE, ONE));
    }

    @Test
    void oneComesBackAtItsInstantAndNotANanosecondBefore() {
        passed(limiter, 10, OFFICE);

        clock.forward(ONE.minusNanos(1));
        assertThat(limiter.take(List.of(OFFICE)))
                .isEqualTo(new Limited(LimitRule.KEY_NETWORK, TEN_A_MINUTE, Duration.ofNanos(1)));
        clock.forward(Duration.ofNanos(1));
        assertThat(passed(limiter, 2, OFFICE)).isEqualTo(1);
    }

    @Test
    void itComesBackLittleByLittleUntilItIsFull() {
        passed(limiter, 10, OFFICE);

        clock.forward(ONE.multipliedBy(3).plusSeconds(5));
        assertThat(passed(limiter, 10, OFFICE)).isEqualTo(3);
        clock.forward(Duration.ofSeconds(1));
        assertThat(passed(limiter, 10, OFFICE)).isEqualTo(1);
        clock.forward(Duration.ofDays(1));
        assertThat(passed(limiter, 100, OFFICE)).isEqualTo(10);
    }

    @Test
    void noClockThatIsSetGivesOrTakesAnything() {
        passed(limiter, 10, OFFICE);

        clock.set(MovedClock.START.plus(Duration.ofDays(1)));
        assertThat(passes(limiter, OFFICE)).isFalse();
        clock.set(MovedClock.START.minus(Duration.ofDays(1)));
        clock.forward(ONE);
        assertThat(passed(limiter, 10, OFFICE)).isEqualTo(1);
    }

    @Test
    void theLogSaysOnceWhoIsRefusedAndAgainAfterTenMinutes() {
        Charge named = new Charge(LimitRule.KEY_NETWORK, "192.0.2.0/24 a\nforged line");
        try (LogLines log = new LogLines()) {
            passed(limiter, 20, named);
            clock.forward(LimitTally.SAID);
            passed(limiter, 20, named);
            assertThat(log.lines())
                    .containsExactly("limit.reached rule=key-network key=192.0.2.0/24");

            clock.forward(Duration.ofNanos(1));
            passed(limiter, 20, named);
            assertThat(log.lines()).hasSize(2);
        }
    }

    @Test
    void othersHaveAQuotaOfTheirOwn() {
        passed(limiter, 10, OFFICE);

        assertThat(passed(limiter, 100, new Charge(LimitRule.KEY_NETWORK, "198.51.100.0/24")))
                .isEqualTo(10);
    }

    @Test
    void whatNoRuleIsForIsUnlimited() {
        var connector = new Charge(LimitRule.MCP_CONNECTOR, "default");

        assertThat(limiter.take(List.of(connector))).isEqualTo(new Unlimited());
        assertThat(limiter.take(List.of())).isEqualTo(new Unlimited());
        assertThat(limiter.take(List.of(connector, KEY))).isInstanceOf(Allowed.class);
    }

    @Test
    void ofSeveralQuotasTheOneWithTheLeastLeftIsTold() {
        assertThat(limiter.take(List.of(OFFICE, KEY)))
                .isInstanceOfSatisfying(
                        Allowed.class,
                        allowed -> {
                            assertThat(allowed.rule()).isEqualTo(LimitRule.KEY_FINGERPRINT);
                            assertThat(allowed.remaining()).isEqualTo(2);
                        });
    }

    @Test
    void theFirstThatIsEmptyRefusesAndNothingIsTaken() {
        passed(limiter, 3, KEY);

        assertThat(limiter.take(List.of(OFFICE, KEY)))
                .isInstanceOfSatisfying(
                        Limited.class,
                        limited -> assertThat(limited.rule()).isEqualTo(LimitRule.KEY_FINGERPRINT));
        assertThat(passed(limiter, 50, OFFICE, KEY)).isZero();
        assertThat(passed(limiter, 50, OFFICE)).isEqualTo(10);
    }

    @Test
    void manyAtTheSameMomentGetNoMoreThanTheQuota() {
        List<Integer> passed = Race.of(64, _ -> passed(limiter, 10, OFFICE));

        assertThat(passed.stream().mapToInt(each -> each).sum()).isEqualTo(10);
    }

    @Test
    void aMillionKeysTakeBoundedRoomAndDoNotFreeWhoIsLimited() {
        passed(limiter, 20, OFFICE);
        for (int key = 0; key < 1_000_000; key++) {
            limiter.take(List.of(new Charge(LimitRule.KEY_NETWORK, Integer.toString(key))));
            if (key % 1000 == 0) {
                assertThat(passes(limiter, OFFICE)).isFalse();
            }
        }

        assertThat(buckets.size(LimitRule.KEY_NETWORK)).isLessThanOrEqualTo(BucketCache.MOST);
        assertThat(passes(limiter, OFFICE)).isFalse();
    }

    @Test
    void aFloodUnderOneRulePushesOutNothingOfAnother() {
        passed(limiter, 3, KEY);
        for (int key = 0; key < 3 * BucketCache.MOST; key++) {
            limiter.take(List.of(new Charge(LimitRule.KEY_NETWORK, Integer.toString(key))));
        }
        buckets.size(LimitRule.KEY_NETWORK);

        assertThat(passes(limiter, KEY)).isFalse();
    }

    @Test
    void aBucketThatIsFullAgainIsForgotten() {
        passed(limiter, 1, OFFICE);
        clock.forward(Duration.ofMinutes(1));
        assertThat(buckets.size(LimitRule.KEY_NETWORK)).isEqualTo(1);

        clock.forward(Duration.ofMinutes(2));
        assertThat(buckets.size(LimitRule.KEY_NETWORK)).isZero();
    }

    @Test
    void everyDecisionIsCountedOnce() {
        passed(limiter, 5, OFFICE, KEY);

        assertThat(limiter.counts())
                .containsEntry(LimitRule.KEY_NETWORK, new Counts(3, 0))
                .containsEntry(LimitRule.KEY_FINGERPRINT, new Counts(3, 2))
                .containsEntry(LimitRule.MCP_GRANT, new Counts(0, 0));
    }

    @Test
    void whoIsRefusedIsListedTheLatestFirstForAsLongAsItLasts() {
        passed(limiter, 11, OFFICE);
        passed(limiter, 4, KEY);

        LimitedKey office = new LimitedKey(OFFICE, MovedClock.START.plusSeconds(6));
        assertThat(limiter.limited())
                .containsExactly(new LimitedKey(KEY, MovedClock.START.plusSeconds(20)), office);
        passes(limiter, OFFICE);
        assertThat(limiter.limited()).first().isEqualTo(office);
        clock.forward(Duration.ofSeconds(6));
        assertThat(limiter.limited()).extracting(LimitedKey::charge).containsExactly(KEY);
    }

    @Test
    void ofTheRefusedTheLatestThousandAreListed() {
        for (int key = 0; key <= LimitTally.MOST; key++) {
            passed(limiter, 4, new Charge(LimitRule.KEY_FINGERPRINT, Integer.toString(key)));
        }

        assertThat(limiter.limited()).hasSize(LimitTally.MOST);
        assertThat(limiter.limited().getFirst().charge().key()).isEqualTo("1000");
        assertThat(limiter.limited().getLast().charge().key()).isEqualTo("1");
    }

    @Test
    void whoIsLiftedHasAFullQuotaAndIsListedNoMore() {
        passed(limiter, 11, OFFICE);
        limiter.lift(OFFICE);

        assertThat(limiter.limited()).isEmpty();
        assertThat(passed(limiter, 50, OFFICE)).isEqualTo(10);
    }

    @Test
    void anOverrideHoldsForItsKeyUntilItEnds() {
        Quota twenty = new Quota(20, Duration.ofMinutes(1));
        var override = new KeyQuota(OFFICE, twenty, MovedClock.START.plusSeconds(60));
        passed(limiter, 11, OFFICE);

        assertThat(limiter.override(override)).isTrue();
        assertThat(limiter.overrides()).containsExactly(override);
        assertThat(passed(limiter, 50, OFFICE)).isEqualTo(20);
        clock.forward(Duration.ofSeconds(60).minusNanos(1));
        assertThat(passed(limiter, 50, OFFICE)).isEqualTo(19);
        clock.forward(Duration.ofNanos(1));
        assertThat(passed(limiter, 50, OFFICE)).isEqualTo(10);
        assertThat(limiter.overrides()).isEmpty();
    }

    @Test
    void anOverrideCanLetAKeyGoUnlimitedAndBeTakenBack() {
        var override = new KeyQuota(OFFICE, null, MovedClock.START.plusSeconds(60));
        passed(limiter, 11, OFFICE);
        limiter.override(override);

        assertThat(limiter.take(List.of(OFFICE))).isEqualTo(new Unlimited());
        limiter.removeOverride(OFFICE);
        assertThat(passes(limiter, OFFICE)).isFalse();
    }

    @Test
    void anOverrideReplacesTheOneThatIsThereAndNeedsNoRuleOfItsOwn() {
        var connector = new Charge(LimitRule.MCP_CONNECTOR, "default");
        for (int amount = 1; amount <= 3; amount++) {
            Quota quota = new Quota(amount, Duration.ofMinutes(1));
            limiter.override(new KeyQuota(connector, quota, MovedClock.START.plusSeconds(60)));
        }

        assertThat(passed(limiter, 50, connector)).isEqualTo(3);
        assertThat(limiter.overrides()).hasSize(1);
    }

    @Test
    void anotherNodeOnTheSameStoreSeesAnOverride() {
        var other =
                new Limiter(
                        RULES,
                        new LocalBuckets(clock),
                        new LimitOverrides(store, clock, clock),
                        clock);
        limiter.override(new KeyQuota(OFFICE, null, MovedClock.START.plusSeconds(60)));

        Await.that(() -> other.take(List.of(OFFICE)) instanceof Unlimited);
    }

    @Test
    void everyRuleButTheConnectorsHasADefaultAndSharedNetworksHaveMore() {
        LimitRules rules = DefaultLimits.rules();
        Network shared = new Network("160.79.104.0/21", true);

        for (LimitRule rule : LimitRule.values()) {
            assertThat(rules.quota(rule) == null).isEqualTo(rule == LimitRule.MCP_CONNECTOR);
            LimitRule twin = rule.in(shared);
            if (twin != rule) {
                assertThat(rules.quota(twin).amount()).isGreaterThan(rules.quota(rule).amount());
                assertThat(rules.quota(twin).window()).isEqualTo(rules.quota(rule).window());
            }
        }
    }
}
