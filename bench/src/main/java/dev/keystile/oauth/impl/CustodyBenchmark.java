package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import java.security.SecureRandom;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An API key in the custody of a grant: sealing it, and opening it with an access token. */
@State(Scope.Thread)
public class CustodyBenchmark {
    private final SecureRandom random = new SecureRandom();
    private final Sealer outer = new Sealer(MasterSecret.draw(random), MasterSecret.Purpose.OUTER);
    private final GrantId grant = new GrantId(Base64Url.encode(Crypto.random(random, 16)));
    private final Secret apiKey = Secret.of("jean_sk_" + "0123456789abcdef".repeat(3));
    private final Credential token =
            Credential.mint(
                    Credential.Kind.ACCESS,
                    grant,
                    1,
                    Bytes.of(Crypto.random(random, Crypto.KEY_BYTES)),
                    Bytes.of(Crypto.random(random, Crypto.KEY_BYTES)));
    private final Custody.Opened opened = Custody.take(apiKey, grant, outer, random);
    private final String wrap = Custody.wrap(opened.privateKey(), token, outer, random);

    /** As at consent: a key pair, and the API key sealed to it. */
    @Benchmark
    public Object take() {
        return Custody.take(apiKey, grant, outer, random);
    }

    /** As when a key is replaced: sealed to the key pair that there is. */
    @Benchmark
    public Object reseal() {
        return opened.custody().resealed(apiKey, grant, outer, random);
    }

    /** As when a token is issued: the private key wrapped for it. */
    @Benchmark
    public String wrap() {
        return Custody.wrap(opened.privateKey(), token, outer, random);
    }

    /** As at a token's first call: the private key unwrapped, the API key opened. */
    @Benchmark
    public Optional<Secret> open() {
        return Custody.unwrap(wrap, token, outer)
                .flatMap(privateKey -> opened.custody().open(privateKey, grant, outer));
    }
}
