package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Secret;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The proof at the exchange of a code. */
@State(Scope.Thread)
public class PkceBenchmark {
    private final Secret verifier = Secret.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    private final String challenge = Pkce.challenge(verifier).orElseThrow().value();

    /** A right one. */
    @Benchmark
    public boolean verify() {
        return Pkce.verifies(verifier, challenge);
    }
}
