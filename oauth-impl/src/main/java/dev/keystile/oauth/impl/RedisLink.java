package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RBatch;
import org.redisson.api.RFuture;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisNoScriptException;

/** The way to Redis. All that goes wrong on it is a {@link StoreUnavailableException}. */
final class RedisLink implements AutoCloseable {
    /** Longer than Redisson's own limits add up to, in case it forgets about an answer. */
    private static final Duration PATIENCE = RedissonSetup.TIMEOUT.multipliedBy(4);

    private static final System.Logger LOG = System.getLogger(RedisLink.class.getName());

    private volatile @Nullable RedissonClient redisson;

    /** From now on everything is asked here. */
    void use(RedissonClient connected) {
        redisson = connected;
    }

    /** Who asks; throws until there is one. */
    RedissonClient client() {
        RedissonClient client = redisson;
        if (client == null) {
            throw new StoreUnavailableException("Redis was not reached yet", null);
        }
        return client;
    }

    /** Asks one thing; empty for nil. */
    <T> Optional<T> ask(Function<RedissonClient, CompletionStage<T>> command) {
        RedissonClient client = client();
        try {
            return Optional.ofNullable(
                    command.apply(client)
                            .toCompletableFuture()
                            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for Redis", null);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            throw RedisProblem.of(e).exception();
        }
    }

    /** Runs scripts in one go, in this order where one server has all their keys. */
    List<?> run(List<RedisScript.Call> calls) {
        return ask(client -> taught(byDigest -> send(client, calls, byDigest).all())).orElseThrow();
    }

    /**
     * Runs scripts in one go, of which one decides: its answer stands even when others fail, which
     * is only logged. That can happen where they are for different servers of a cluster.
     */
    String run(List<RedisScript.Call> calls, int deciding) {
        return ask(client -> taught(byDigest -> send(client, calls, byDigest).one(deciding)))
                .orElseThrow();
    }

    /** A server that has never seen a script is sent its text. */
    private static <T> CompletionStage<T> taught(Function<Boolean, CompletionStage<T>> send) {
        return send.apply(true)
                .exceptionallyCompose(thrown ->
                        untaught(thrown)
                                ? send.apply(false)
                                : CompletableFuture.failedStage(thrown));
    }

    private static boolean untaught(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        return cause instanceof RedisNoScriptException;
    }

    private record Sent(List<RFuture<String>> answers, CompletionStage<List<?>> all) {
        CompletionStage<String> one(int deciding) {
            CompletableFuture<String> answer = answers.get(deciding).toCompletableFuture();
            return all.handle((_, thrown) ->
                            thrown == null || stands(answer, thrown)
                                    ? answer
                                    : CompletableFuture.<String>failedFuture(thrown))
                    .thenCompose(Function.identity());
        }

        private static boolean stands(Future<String> answer, Throwable thrown) {
            boolean stands = answer.state() == Future.State.SUCCESS && !untaught(thrown);
            if (stands) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "store.listing-behind reason=\"{0}\"",
                        RedisProblem.of(thrown).text());
            }
            return stands;
        }
    }

    private static Sent send(
            RedissonClient client, List<RedisScript.Call> calls, boolean byDigest) {
        RBatch batch = client.createBatch();
        List<RFuture<String>> answers =
                calls.stream().map(call -> call.in(batch, byDigest)).toList();
        return new Sent(answers, batch.executeAsync().thenApply(result -> result.getResponses()));
    }

    /** Gives the connections up; nothing can be asked from then on. */
    @Override
    public void close() {
        RedissonClient client = redisson;
        if (client != null) {
            client.shutdown(0, RedissonSetup.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
