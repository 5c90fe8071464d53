package dev.keystile.app.http;

import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UpstreamSession;
import dev.keystile.oauth.api.UpstreamSessions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For upstreams that keep no sessions. */
public final class NoSessions implements UpstreamSessions {
    @Override
    public Secret seal(GrantId grant, ConnectorId connector, Secret session) {
        return session;
    }

    @Override
    public Optional<Secret> open(GrantId grant, ConnectorId connector, Secret sealed) {
        return Optional.empty();
    }

    @Override
    public Optional<UpstreamSession> remembered(GrantId grant) {
        return Optional.empty();
    }

    @Override
    public Optional<UpstreamSession> latest(GrantId grant) {
        return Optional.empty();
    }

    @Override
    public void remember(GrantId grant, UpstreamSession session) {}

    @Override
    public UpstreamSession replace(GrantId grant, @Nullable Secret lost, UpstreamSession session) {
        return session;
    }

    @Override
    public void forget(GrantId grant, Secret session) {}
}
