package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A grant as consent leaves it, with its code, for transitions that need no store and no clock. */
final class GrantFixture {
    static final Instant NOW = MovedClock.START;
    static final ClientId CLIENT = new ClientId("client-1");
    static final String REDIRECT_URI = "http://localhost:3118/callback";
    static final Secret API_KEY = Secret.of("jean_sk_0123456789abcdef");

    /** The example of RFC 7636 appendix B. */
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    final SecureRandom random;
    final MasterSecret secret;
    final Sealer outer;
    final PurposeKeys successors;
    final Credential code;
    final Grant awaiting;
    final Bytes privateKey;

    GrantFixture() {
        this(1);
    }

    GrantFixture(long seed) {
        random = new SeededRandom(seed);
        secret = MasterSecret.draw(random);
        outer = new Sealer(secret, MasterSecret.Purpose.OUTER);
        successors = secret.keys(MasterSecret.Purpose.SUCCESSORS);
        GrantId id = new GrantId(Base64Url.encode(Crypto.random(random, 16)));
        Bytes tagKey = Bytes.of(Crypto.random(random, 32));
        code = credential(Credential.Kind.CODE, id, 0, tagKey);
        Custody.Opened opened = Custody.take(API_KEY, id, outer, random);
        privateKey = opened.privateKey();
        awaiting =
                new Grant(
                        id,
                        "account-1",
                        3,
                        CLIENT,
                        AuthMethod.NONE,
                        "http://localhost:8080/mcp",
                        new Scope(List.of("mcp", "offline_access")),
                        new ToolPolicy.Everything(),
                        tagKey,
                        opened.custody(),
                        new Stage.AwaitingExchange(
                                new Stage.CodeTerms(code.digest(), CHALLENGE, REDIRECT_URI),
                                NOW.plus(TokenSettings.DEFAULT.codeLifetime()),
                                Custody.wrap(privateKey, code, outer, random)),
                        NOW);
    }

    /** A genuine credential of this grant with a secret of its own. */
    Credential genuine(Credential.Kind kind, int generation) {
        return credential(kind, awaiting.id(), generation, awaiting.tagKey());
    }

    private Credential credential(Credential.Kind kind, GrantId id, int generation, Bytes tagKey) {
        Bytes secret = Bytes.of(Crypto.random(random, 32));
        return Credential.mint(kind, id, generation, secret, tagKey);
    }

    Minting at(Instant now) {
        return at(now, TokenSettings.DEFAULT);
    }

    Minting at(Instant now, TokenSettings settings) {
        return new Minting(now, random, settings, outer, successors);
    }

    /** The same under another operator's secret. */
    Minting under(MasterSecret other) {
        return new Minting(
                NOW,
                random,
                TokenSettings.DEFAULT,
                new Sealer(other, MasterSecret.Purpose.OUTER),
                other.keys(MasterSecret.Purpose.SUCCESSORS));
    }

    CodeRedemption.Attempt attempt() {
        return new CodeRedemption.Attempt(code, CLIENT, REDIRECT_URI, Secret.of(VERIFIER));
    }

    CodeRedemption.Outcome.Redeemed redeemed() {
        return (CodeRedemption.Outcome.Redeemed)
                CodeRedemption.redeem(awaiting, attempt(), at(NOW));
    }

    RefreshRotation.Outcome.Rotated rotated(Grant grant, Credential refresh, Instant now) {
        return (RefreshRotation.Outcome.Rotated) rotate(grant, refresh, at(now));
    }

    /** A rotation that asks for all that was granted. */
    static RefreshRotation.Outcome rotate(Grant grant, Credential refresh, Minting minting) {
        return RefreshRotation.rotate(grant, refresh, grant.scope(), minting);
    }

    /** The API key, as far as a credential opens it. */
    Optional<Secret> apiKey(Grant grant, Credential credential, String wrap) {
        return Custody.unwrap(wrap, credential, outer)
                .flatMap(key -> grant.custody().open(key, grant.id(), outer));
    }

    static Stage.Active active(Grant grant) {
        return (Stage.Active) grant.stage();
    }

    static TokenSettings settings(Duration codeRepeat, Duration refreshGrace) {
        TokenSettings normal = TokenSettings.DEFAULT;
        return new TokenSettings(
                normal.prefix(),
                normal.codeLifetime(),
                codeRepeat,
                normal.accessLifetime(),
                normal.refreshLifetime(),
                normal.grantLifetime(),
                refreshGrace);
    }

    static String text(Grant grant) {
        return Repository.text(new GrantCodec(), grant);
    }
}
