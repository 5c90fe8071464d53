package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UpstreamSession;
import dev.keystile.oauth.api.UpstreamSessions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sessions sealed for their grant, and the latest one of each grant near at hand. What is
 * remembered lives for a day after its last use, and never longer than the grant.
 */
final class GrantSessions implements UpstreamSessions {
    static final Duration LIFE = Duration.ofDays(1);

    private final SessionMemory memory;
    private final NearCaches near;
    private final Sealer sealer;
    private final InstantSource clock;

    /** {@code sealer} makes what clients hold. */
    GrantSessions(SessionMemory memory, NearCaches near, Sealer sealer, InstantSource clock) {
        this.memory = memory;
        this.near = near;
        this.sealer = sealer;
        this.clock = clock;
    }

    @Override
    public Secret seal(GrantId grant, ConnectorId connector, Secret session) {
        byte[] id = Crypto.utf8(session.reveal());
        return Secret.of(sealer.seal(id, context(grant, connector), memory.random()));
    }

    @Override
    public Optional<Secret> open(GrantId grant, ConnectorId connector, Secret sealed) {
        return sealer.open(sealed.reveal(), context(grant, connector))
                .map(id -> Secret.of(new String(id, StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<UpstreamSession> remembered(GrantId grant) {
        return near.sessions()
                .get(grant.value())
                .orElseGet(Optional::empty)
                .map(standing -> {
                    keep(grant, standing);
                    return standing.session();
                });
    }

    @Override
    public Optional<UpstreamSession> latest(GrantId grant) {
        return memory.find(grant.value()).map(SessionMemory.Standing::session);
    }

    @Override
    public void remember(GrantId grant, UpstreamSession session) {
        put(grant, session, standing -> !standing.equals(session));
    }

    @Override
    public UpstreamSession replace(GrantId grant, @Nullable Secret lost, UpstreamSession session) {
        return put(grant, session, standing -> lost != null && standing.id().equals(lost));
    }

    @Override
    public void forget(GrantId grant, Secret session) {
        if (latest(grant).filter(standing -> standing.id().equals(session)).isPresent()) {
            memory.remove(grant.value());
        }
    }

    private UpstreamSession put(
            GrantId grant, UpstreamSession session, Predicate<UpstreamSession> over) {
        return ends(grant)
                .map(ends -> memory.put(grant.value(), session, ends, over))
                .orElse(session);
    }

    /** Not while it is loaded: the write drops it from the near cache. */
    private void keep(GrantId grant, SessionMemory.Standing standing) {
        Instant soon = clock.instant().plus(LIFE.multipliedBy(3).dividedBy(4));
        if (!standing.renewed() || standing.ends().isBefore(soon)) {
            ends(grant)
                    .filter(ends -> !standing.renewed() || ends.isAfter(standing.ends()))
                    .ifPresent(ends -> memory.renew(grant.value(), ends));
        }
    }

    /** When a session that is in use now is forgotten; empty when the grant is over. */
    private Optional<Instant> ends(GrantId grant) {
        Instant now = clock.instant();
        return near.grants()
                .get(grant.value())
                .map(open -> open.grant().stage())
                .filter(stage -> stage instanceof Stage.Active)
                .map(stage -> stage.ends().isBefore(now.plus(LIFE)) ? stage.ends() : now.plus(LIFE))
                .filter(now::isBefore);
    }

    /** Neither id has a blank. */
    private static String context(GrantId grant, ConnectorId connector) {
        return "session of grant " + grant.value() + " at connector " + connector.value();
    }
}
