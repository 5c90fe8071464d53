package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UpstreamSession;
import dev.keystile.oauth.api.UpstreamSessions;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Sessions in a map, sealed by a checksum over whose they are; it counts what it writes. */
final class FakeSessions implements UpstreamSessions {
    final Map<GrantId, UpstreamSession> latest = new ConcurrentHashMap<>();
    final AtomicInteger writes = new AtomicInteger();
    volatile boolean away;

    @Override
    public Secret seal(GrantId grant, ConnectorId connector, Secret session) {
        String id = session.reveal();
        String text = id + "\n" + (grant + "\n" + connector + "\n" + id).hashCode();
        return Secret.of(
                Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<Secret> open(GrantId grant, ConnectorId connector, Secret sealed) {
        try {
            byte[] text = Base64.getUrlDecoder().decode(sealed.reveal());
            Secret id = Secret.of(new String(text, StandardCharsets.UTF_8).split("\n", 2)[0]);
            return Optional.of(id).filter(_ -> seal(grant, connector, id).equals(sealed));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<UpstreamSession> remembered(GrantId grant) {
        return latest(grant);
    }

    @Override
    public Optional<UpstreamSession> latest(GrantId grant) {
        requireStore();
        return Optional.ofNullable(latest.get(grant));
    }

    @Override
    public void remember(GrantId grant, UpstreamSession session) {
        requireStore();
        writes.incrementAndGet();
        latest.put(grant, session);
    }

    @Override
    public UpstreamSession replace(GrantId grant, @Nullable Secret lost, UpstreamSession session) {
        requireStore();
        writes.incrementAndGet();
        return latest.compute(
                grant,
                (_, stands) -> stands == null || stands.id().equals(lost) ? session : stands);
    }

    @Override
    public void forget(GrantId grant, Secret session) {
        requireStore();
        writes.incrementAndGet();
        latest.computeIfPresent(grant, (_, stands) -> stands.id().equals(session) ? null : stands);
    }

    private void requireStore() {
        if (away) {
            throw new StoreUnavailableException("away", null);
        }
    }
}
