package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.LimitFixture.RULES;
import static dev.keystile.oauth.impl.LimitFixture.passed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits that several nodes share in a cluster of Redis servers. */
@ParameterizedClass
@MethodSource("dev.keystile.oauth.impl.RedisBinary#all")
class ClusterLimiterTest {
    @Parameter RedisBinary binary;
    private final RedisFixture fixture = new RedisFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void nodesCountAsOneWhicheverServerHasTheBucket() {
        try (var cluster = new RedisClusterProcesses(binary)) {
            Limiter one = node(cluster.url());
            Limiter other = node(cluster.url());
            for (int key = 0; key < 20; key++) {
                var charge = new Charge(LimitRule.KEY_NETWORK, "192.0." + key + ".0/24");

                assertThat(passed(one, 4, charge) + passed(other, 20, charge)).isEqualTo(10);
            }
            assertThat(one.alone()).isFalse();
            fixture.close();
        }
    }

    private Limiter node(RedisUrl url) {
        return Limiter.shared(RULES, fixture.connect(url), fixture.clock);
    }
}
