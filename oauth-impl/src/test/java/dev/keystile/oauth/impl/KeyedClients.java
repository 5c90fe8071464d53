package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.KeyVerdict;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Clients that signed in with API keys, each in use, and what their calls come upon. */
final class KeyedClients {
    final InMemoryServer gateway;
    final ClientInformation client;

    KeyedClients() {
        this(new InMemoryServer());
    }

    KeyedClients(InMemoryServer gateway) {
        this.gateway = gateway;
        this.client = gateway.publicClient();
    }

    /** A connection, and what the last good check of its token gave. */
    record Connected(TokenResponse tokens, Access access) {}

    static Secret key(int number) {
        return Secret.of("jean_sk_number_" + number);
    }

    /** One for each key from 0 on. */
    List<Connected> connect(int keys) {
        return IntStream.range(0, keys).mapToObj(number -> connect(key(number))).toList();
    }

    Connected connect(Secret apiKey) {
        return connect(apiKey, gateway.resources.shared());
    }

    Connected connect(Secret apiKey, ProtectedResource resource) {
        Form asking = gateway.authorization(client).with("resource", resource.uri());
        String code = InMemoryServer.query(gateway.allow(asking, apiKey, null)).value("code");
        Form exchange = gateway.exchange(client, code).with("resource", resource.uri());
        TokenResponse tokens = InMemoryServer.issued(gateway.token(exchange));
        BearerCheck check = gateway.check(tokens.accessToken(), resource);
        return new Connected(tokens, ((BearerCheck.Allowed) check).access());
    }

    /** The account behind a connection. */
    Account account(Connected one) {
        String account =
                gateway.grants().find(one.access().grant().value()).orElseThrow().value().account();
        return gateway.accounts().find(account).orElseThrow().value();
    }

    /** The upstream refused a call of this connection. */
    KeyVerdict report(Connected one) {
        return gateway.server.keyReports().refused(one.access());
    }

    /**
     * Lets many do the same while the upstream thinks about the question of the first: it answers
     * when all of them wait.
     */
    <R> List<R> whileTheUpstreamThinks(int threads, Supplier<R> act) {
        CountDownLatch answer = new CountDownLatch(1);
        gateway.verifier.whileAsked = () -> await(answer);
        List<FutureTask<R>> runs =
                IntStream.range(0, threads).mapToObj(_ -> new FutureTask<>(act::get)).toList();
        Thread.ofPlatform().start(runs.getFirst());
        Await.that(() -> !gateway.verifier.questions.isEmpty());
        List<Thread> others =
                runs.stream().skip(1).map(run -> Thread.ofPlatform().start(run)).toList();
        Await.that(() -> others.stream().allMatch(one -> one.getState() == Thread.State.WAITING));
        answer.countDown();
        List<R> results = runs.stream().map(KeyedClients::result).toList();
        gateway.verifier.whileAsked = () -> {};
        return results;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static <R> R result(FutureTask<R> run) {
        try {
            return run.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** The same connection with the key that it has now. */
    Connected again(Connected one) {
        return new Connected(one.tokens(), ((BearerCheck.Allowed) check(one)).access());
    }

    BearerCheck check(Connected one) {
        return gateway.check(one.tokens().accessToken(), one.access().resource());
    }

    void assertAlive(Connected one) {
        assertThat(check(one)).isInstanceOf(BearerCheck.Allowed.class);
    }

    void assertDead(Connected one) {
        assertThat(check(one)).isEqualTo(new BearerCheck.Refused(BearerProblem.KEY_DEAD));
    }
}
