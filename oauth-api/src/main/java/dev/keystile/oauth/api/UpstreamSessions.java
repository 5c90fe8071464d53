package dev.keystile.oauth.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of upstreams, for the resource server. A client gets a session's id sealed for its
 * grant, and for each grant the latest session is remembered, on all nodes that share a store, for
 * clients that do not send the id back. Sessions authenticate nobody, and belong to the grant, not
 * to a token: a refresh keeps them. Safe for use by many threads.
 */
public interface UpstreamSessions {
    /** What the client is told instead of an upstream's session id: visible ASCII. */
    Secret seal(GrantId grant, ConnectorId connector, Secret session);

    /**
     * The upstream's session id in what a client sent; empty when it was altered, was made for
     * another grant or connector, or under a secret that the operator gave up. Asks no store.
     */
    Optional<Secret> open(GrantId grant, ConnectorId connector, Secret sealed);

    /**
     * The grant's latest session. Up to 5 seconds old where several nodes share a store.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    Optional<UpstreamSession> remembered(GrantId grant);

    /**
     * The grant's latest session as the store has it now.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    Optional<UpstreamSession> latest(GrantId grant);

    /**
     * Makes this the grant's latest session. Writes nothing when it is that already, or when the
     * grant is over.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    void remember(GrantId grant, UpstreamSession session);

    /**
     * Makes this the grant's latest session unless somebody else did so with one of theirs: one
     * compare-and-set.
     *
     * @param lost the id of the session whose place it takes; null when there was none
     * @return the latest session from now on: this one or the other's
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    UpstreamSession replace(GrantId grant, @Nullable Secret lost, UpstreamSession session);

    /**
     * Forgets the grant's latest session if it has this id. When another one is remembered at the
     * same moment, that may be forgotten with it.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    void forget(GrantId grant, Secret session);
}
