package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.config.Config;

/** Waits for Redis at the start. */
record RedisStart(RedisSettings settings, InstantSource clock) {
    private static final System.Logger LOG = System.getLogger(RedisStart.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    void connect(Consumer<RedissonClient> whenConnected) {
        Instant began = clock.instant();
        Config config = RedissonSetup.config(settings);
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                connect(config, whenConnected);
                return;
            } catch (RuntimeException e) {
                RedisProblem problem = RedisProblem.of(e);
                Duration waited = Ends.since(began, clock.instant());
                if (problem.lasting() || waited.plus(pause).compareTo(settings.startLimit()) > 0) {
                    throw givenUp(problem, waited);
                }
                LOG.log(
                        Level.WARNING,
                        "store.waiting redis={0} reason=\"{1}\"",
                        settings.url(),
                        problem.text());
                sleep(pause);
                pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        }
    }

    private void connect(Config config, Consumer<RedissonClient> whenConnected) {
        RedissonClient redis = Redisson.create(config);
        try {
            RedisServerCheck.check(redis, settings.url().servers(), clock)
                    .ifPresent(RedisStart::refuse);
            whenConnected.accept(redis);
        } catch (RuntimeException e) {
            redis.shutdown();
            throw e;
        }
    }

    /** As if Redis had said so itself. */
    private static void refuse(RedisProblem problem) {
        throw new RedisException(problem.name() + " by its own description");
    }

    private StoreUnavailableException givenUp(RedisProblem problem, Duration waited) {
        return new StoreUnavailableException(
                "cannot use Redis at %s, after %d s: %s. See that it runs and that its URL is right, then start again"
                        .formatted(settings.url(), waited.toSeconds(), problem.text()),
                null);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for Redis", null);
        }
    }
}
