package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.LimitFixture.ACCOUNT;
import static dev.keystile.oauth.impl.LimitFixture.HUNDRED_A_MINUTE;
import static dev.keystile.oauth.impl.LimitFixture.KEY;
import static dev.keystile.oauth.impl.LimitFixture.OFFICE;
import static dev.keystile.oauth.impl.LimitFixture.RULES;
import static dev.keystile.oauth.impl.LimitFixture.passed;
import static dev.keystile.oauth.impl.LimitFixture.passes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.LimitControl.KeyQuota;
import dev.keystile.oauth.api.LimitDecision.Unlimited;
import dev.keystile.oauth.api.Quota;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits that several nodes share in Redis. */
@ParameterizedClass
@MethodSource("dev.keystile.oauth.impl.RedisBinary#all")
class SharedLimiterTest {
    /** Done before the call is answered, so that a test sees what comes of it. */
    private static final Background AT_ONCE =
            work -> {
                work.run();
                return true;
            };

    private static final long UNTOLD = FollowedBucket.untold(HUNDRED_A_MINUTE.amount());

    @Parameter RedisBinary binary;
    private final RedisFixture fixture = new RedisFixture();
    private final MovedClock clock = fixture.clock;
    private RedisProcess redis;

    @BeforeEach
    void start() {
        redis = RedisProcess.start(binary, "--appendonly", "yes", "--appendfsync", "always");
    }

    @AfterEach
    void stop() {
        fixture.close();
        redis.close();
    }

    private Limiter node() {
        return node(redis.url(), AT_ONCE);
    }

    private Limiter node(RedisUrl url, Background background) {
        RedisStore store = fixture.connect(url);
        return new Limiter(
                RULES,
                new SharedBuckets(store.buckets(clock), clock, background),
                new LimitOverrides(store, clock, clock),
                clock);
    }

    @Test
    void nodesCountAsOneForAnExactRule() {
        Limiter one = node();
        Limiter other = node();

        assertThat(passed(one, 4, OFFICE)).isEqualTo(4);
        assertThat(passed(other, 50, OFFICE)).isEqualTo(6);
        assertThat(passes(one, OFFICE)).isFalse();
        clock.forward(Duration.ofSeconds(6).minusMillis(1));
        assertThat(passes(other, OFFICE)).isFalse();
        clock.forward(Duration.ofMillis(1));
        assertThat(passed(one, 5, OFFICE) + passed(other, 5, OFFICE)).isEqualTo(1);
    }

    @Test
    void nodesThatAskAtTheSameMomentGetNoMoreThanTheQuota() {
        List<Limiter> nodes = List.of(node(), node());
        List<Integer> passed = Race.of(32, number -> passed(nodes.get(number % 2), 5, OFFICE));

        assertThat(passed.stream().mapToInt(each -> each).sum()).isEqualTo(10);
    }

    @Test
    void whatAnotherRuleRefusedIsGivenBackToAllNodes() {
        Limiter one = node();
        Limiter other = node();

        assertThat(passed(one, 20, OFFICE, KEY)).isEqualTo(3);
        assertThat(passed(other, 20, OFFICE)).isEqualTo(7);
    }

    @Test
    void nodesLetAtMostATwentiethEachPassThatTheOthersDoNotKnowOf() {
        List<Limiter> nodes = List.of(node(), node(), node());
        int passed =
                IntStream.range(0, 600).map(call -> passed(nodes.get(call % 3), 1, ACCOUNT)).sum();

        assertThat(passed).isBetween(100, (int) (100 + 3 * UNTOLD));
        assertThat(passed).isGreaterThan(100);
    }

    @Test
    void whatPassedTooMuchIsPaidForLater() {
        List<Limiter> nodes = List.of(node(), node(), node());
        int passed = 0;
        for (int second = 0; second < 600; second++) {
            for (Limiter node : nodes) {
                passed += passed(node, 10, ACCOUNT);
            }
            clock.forward(Duration.ofSeconds(1));
        }

        // The quota, what came back in ten minutes, and the error once.
        assertThat(passed).isBetween(1000, (int) (1100 + 3 * UNTOLD));
    }

    @Test
    void slowCallersAtSeveralNodesAreLimitedTogether() {
        List<Limiter> nodes = List.of(node(), node());
        int passed = 0;
        for (int second = 0; second < 600; second++) {
            passed += passed(nodes.get(0), 1, ACCOUNT) + passed(nodes.get(1), 1, ACCOUNT);
            clock.forward(Duration.ofSeconds(1));
        }

        assertThat(passed).isBetween(1000, (int) (1100 + 2 * UNTOLD));
    }

    @Test
    void callsOfMcpAskRedisOnceForATwentieth() {
        Limiter node = node();
        passed(node, 4, ACCOUNT);
        assertThat(redis.ask("KEYS", "*bucket*")).isEmpty();
        passed(node, 1, ACCOUNT);
        assertThat(redis.ask("KEYS", "*bucket*"))
                .isEqualTo("keystile:bucket:mcp-account:100/PT1M:an-account");
    }

    @Test
    void callsOfMcpAreToldInTheBackground() {
        Limiter one = node(redis.url(), new FewThreads());
        Limiter other = node(redis.url(), new FewThreads());

        assertThat(passed(one, 100, ACCOUNT)).isEqualTo(100);
        Await.that(() -> {
            clock.forward(FollowedBucket.PAUSE);
            passes(one, ACCOUNT);
            return !passes(other, ACCOUNT);
        });
    }

    @Test
    void bucketsEndAMinuteAfterTheyAreFull() {
        Limiter node = node();
        passed(node, 10, OFFICE);

        String key = RedisFixture.PREFIX + "bucket:key-network:10/PT1M:192.0.2.0/24";
        assertThat(Long.parseLong(redis.ask("PTTL", key))).isBetween(60_000L, 120_000L);
    }

    @Test
    void whoIsLiftedHereIsLiftedEverywhere() {
        Limiter one = node();
        Limiter other = node();
        passed(one, 20, OFFICE);
        passed(one, 200, ACCOUNT);
        passed(other, 200, ACCOUNT);

        other.lift(OFFICE);
        other.lift(ACCOUNT);

        assertThat(passed(one, 20, OFFICE)).isEqualTo(10);
        clock.forward(FollowedBucket.PAUSE);
        passed(one, 2, ACCOUNT);
        assertThat(passed(one, 200, ACCOUNT)).isBetween(95, 105);
    }

    @Test
    void anOverrideIsInForceAtAllNodes() {
        Limiter one = node();
        Limiter other = node();
        passed(one, 20, OFFICE);
        other.override(
                new KeyQuota(
                        OFFICE,
                        new Quota(15, Duration.ofMinutes(1)),
                        clock.instant().plusSeconds(60)));
        Await.that(() -> passes(one, OFFICE));
        assertThat(passed(one, 20, OFFICE) + passed(other, 20, OFFICE)).isEqualTo(14);

        other.override(new KeyQuota(OFFICE, null, clock.instant().plusSeconds(60)));
        Await.that(() -> one.take(List.of(OFFICE)) instanceof Unlimited);
    }

    @Test
    void withoutRedisEachNodeKeepsTheRulesAndSaysSoOnce() throws IOException {
        Limiter one = node();
        Limiter other = node();
        passed(one, 10, OFFICE);
        passed(one, 100, ACCOUNT);
        try (var log = new LogLines()) {
            redis.stop();

            assertThat(passed(one, 50, OFFICE)).isEqualTo(10);
            assertThat(passed(other, 50, OFFICE)).isEqualTo(10);
            assertThat(passed(one, 50, ACCOUNT)).isZero();
            assertThat(one.alone()).isTrue();
            assertThat(log.of("limits.local"))
                    .hasSize(2)
                    .allMatch(line -> line.matches("limits\\.local reason=\".+\""));
            assertThatThrownBy(() -> one.lift(OFFICE))
                    .isInstanceOf(StoreUnavailableException.class);

            redis.start();
            Await.that(() -> {
                clock.forward(SharedLine.PAUSE);
                passes(one, OFFICE);
                passes(other, OFFICE);
                return !one.alone() && !other.alone();
            });
            assertThat(log.of("limits.shared")).hasSize(2);
            clock.forward(Duration.ofMinutes(2));
            assertThat(passed(one, 7, OFFICE) + passed(other, 50, OFFICE)).isEqualTo(10);
            assertThat(log.of("limits.local")).hasSize(2);
        }
    }

    @Test
    void whatWasTakenWhileRedisWasAwayAndHasComeBackIsNotPaid() throws IOException {
        Limiter node = node();
        passed(node, 1, ACCOUNT);
        redis.stop();
        for (int minute = 0; minute < 10; minute++) {
            passed(node, 100, ACCOUNT);
            clock.forward(Duration.ofMinutes(1));
        }
        redis.start();
        Await.that(() -> {
            clock.forward(SharedLine.PAUSE);
            passes(node, ACCOUNT);
            return !node.alone();
        });

        assertThat(passed(node, 50, ACCOUNT)).isEqualTo(50);
    }

    @Test
    void aRedisThatHangsHoldsOneCallerForAMomentAndThenNobody() {
        Limiter node = node();
        passed(node, 1, OFFICE);
        redis.freeze();
        try {
            assertThat(passed(node, 1000, OFFICE)).isEqualTo(10);
            assertThat(node.alone()).isTrue();
        } finally {
            redis.thaw();
        }
    }

    @Test
    void beforeItIsConnectedANodeCountsForItself() {
        RedisStore store =
                new RedisStore(RedisSettings.of(redis.url()), clock, RedisFixture.random());
        Limiter node = Limiter.shared(RULES, store, clock);

        assertThat(passed(node, 50, OFFICE)).isEqualTo(10);
        assertThat(passed(node, 150, ACCOUNT)).isEqualTo(100);
    }

    @Test
    void theUserOfTheDocumentationHasTheRightsForIt() {
        redis.ask(RedisFixture.USER.split(" "));
        var url = RedisUrl.parse("redis://keystile:pass@127.0.0.1:" + redis.port(), false);
        Limiter one = node(url, AT_ONCE);
        Limiter other = node(url, AT_ONCE);

        assertThat(passed(one, 4, OFFICE) + passed(other, 50, OFFICE)).isEqualTo(10);
        passed(one, 50, ACCOUNT);
        one.lift(OFFICE);
        assertThat(one.alone()).isFalse();
    }

    @Test
    void aRightThatIsMissingIsNamed() {
        redis.ask(RedisFixture.USER.replace("+psetex ", "").split(" "));
        var url = RedisUrl.parse("redis://keystile:pass@127.0.0.1:" + redis.port(), false);
        try (var log = new LogLines()) {
            passed(node(url, AT_ONCE), 2, OFFICE);

            assertThat(log.of("limits.local")).singleElement().asString().contains("permit");
        }
    }
}
