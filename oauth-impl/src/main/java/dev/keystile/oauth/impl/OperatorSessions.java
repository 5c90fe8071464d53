package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.OperatorRole;
import dev.keystile.oauth.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Sessions of operators in a browser, which holds them sealed: nothing of them is stored. They end
 * after half an hour, and when the tokens are others.
 */
public final class OperatorSessions {
    /** How long one lasts. */
    public static final Duration LIFE = Duration.ofMinutes(30);

    private final OperatorTokens tokens;
    private final Sealer sealer;
    private final String context;
    private final InstantSource clock;
    private final SecureRandom random;

    /** Of operators with these tokens. */
    public OperatorSessions(
            OperatorTokens tokens, MasterSecret secret, InstantSource clock, SecureRandom random) {
        this.tokens = tokens;
        this.sealer = new Sealer(secret, MasterSecret.Purpose.OPERATORS);
        this.context = "operator session " + tokens.mark();
        this.clock = clock;
        this.random = random;
    }

    /** Whose token it is; empty when it is nobody's. */
    public Optional<OperatorRole> role(Secret token) {
        return tokens.role(token);
    }

    /** A new session, for the browser to hold. */
    public Secret open(OperatorRole role) {
        Instant ends = clock.instant().plus(LIFE);
        String text = role.name() + " " + ends.toEpochMilli();
        return Secret.of(sealer.seal(Crypto.utf8(text), context, random));
    }

    /** Whose session it is; empty when it is over, or none. */
    public Optional<OperatorRole> resume(Secret session) {
        return sealer.open(session.reveal(), context)
                .map(text -> new String(text, StandardCharsets.UTF_8).split(" ", -1))
                .filter(text -> clock.millis() < Long.parseLong(text[1]))
                .map(text -> OperatorRole.valueOf(text[0]));
    }

    /** What the forms of its pages bring along, so that they do nothing in another session. */
    public static Secret page(Secret session) {
        return AccountSessions.page(session);
    }
}
