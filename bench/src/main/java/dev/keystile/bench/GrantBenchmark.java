package dev.keystile.bench;

import dev.keystile.oauth.impl.MasterSecret;
import dev.keystile.oauth.impl.MemoryStore;
import java.security.SecureRandom;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A grant in a store in memory: its access token checked, its refresh token rotated. */
@State(Scope.Thread)
public class GrantBenchmark {
    /** Longer than a rotation is remembered, so that none is too fast. */
    private static final Duration PAST_THE_GRACE = Duration.ofSeconds(61);

    private final BenchClock clock = new BenchClock();
    private final Forgetful store = new Forgetful(new MemoryStore(clock));
    private final SecureRandom random = new SecureRandom();
    private final Gateway gateway = new Gateway(store, MasterSecret.draw(random), clock, random);
    private Gateway.Connection connection;

    /** A client signs in. Nothing is logged, since the log of a benchmark is nobody's. */
    @Setup
    public void connect() {
        StoreBenchmark.silenceLog();
        connection = gateway.signIn(gateway.register());
    }

    /** Ends what the authorization server does by itself. */
    @TearDown
    public void close() {
        gateway.close();
    }

    /** The token of a call, all of which the near cache knows. */
    @Benchmark
    public void checkInNearCache() {
        gateway.check(connection);
    }

    /** One that it knows nothing of: three records read and decoded, the API key opened. */
    @Benchmark
    public void checkPastNearCache() {
        store.forget();
        gateway.check(connection);
    }

    /** A refresh at the token endpoint, from the form on: read, rotated, written. */
    @Benchmark
    public void refresh() {
        clock.moveAhead(PAST_THE_GRACE);
        connection = gateway.refresh(connection);
    }
}
