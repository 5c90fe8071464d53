package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import java.security.SecureRandom;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A presented access token: reading it, the digest it is stored under, and its tag. */
@State(Scope.Thread)
public class CredentialBenchmark {
    private static final String PREFIX = "jean_oauth_";

    private final SecureRandom random = new SecureRandom();
    private final Bytes tagKey = Bytes.of(Crypto.random(random, Crypto.KEY_BYTES));
    private final Credential credential =
            Credential.mint(
                    Credential.Kind.ACCESS,
                    new GrantId(Base64Url.encode(Crypto.random(random, 16))),
                    1,
                    Bytes.of(Crypto.random(random, Crypto.KEY_BYTES)),
                    tagKey);
    private final Secret token = credential.print(PREFIX);

    /** Reads the token. */
    @Benchmark
    public Optional<?> parse() {
        return Credential.parse(token, PREFIX, Credential.Kind.ACCESS);
    }

    /** Its digest. */
    @Benchmark
    public Object digest() {
        return credential.digest();
    }

    /** Whether its grant made it. */
    @Benchmark
    public boolean tag() {
        return credential.genuine(tagKey);
    }
}
