package dev.keystile.oauth.api;

import java.util.Optional;

/**
 * What an operator sees of clients, grants and accounts, and does about them. No secret is in any
 * of it. Safe for use by many threads; every method throws {@link
 * dev.keystile.oauth.api.spi.StoreUnavailableException} when the store cannot answer.
 */
public interface Administration {
    /**
     * How many records there are; some may be over and not yet gone.
     *
     * @param clients registered, and blocked
     */
    record Totals(long clients, long grants, long accounts) {}

    /** How many there are, without going through them. */
    Totals totals();

    /**
     * A part of the clients. On top of the first one are those that this node has read a document
     * of, beyond as many as were asked for.
     */
    Listing<ClientSummary> clients(ListRequest request);

    /** A part of the grants. */
    Listing<GrantSummary> grants(ListRequest request);

    /** A part of the accounts. */
    Listing<AccountSummary> accounts(ListRequest request);

    /** One client; empty when it is not known here. */
    Optional<ClientSummary> client(ClientId client);

    /** One grant; empty when there is none. */
    Optional<GrantSummary> grant(GrantId grant);

    /** One account; empty when there is none. */
    Optional<AccountSummary> account(AccountId account);

    /**
     * Ends all that a client is connected to. A registered one is removed, and may register again;
     * one that a document describes is blocked until it is readmitted. In force here at once, at
     * other nodes within 5 seconds, mostly at once.
     */
    AdministrationOutcome revoke(ClientId client);

    /** Lets a blocked client be connected again; what was ended stays so. */
    AdministrationOutcome readmit(ClientId client);

    /** Ends one grant. */
    AdministrationOutcome revoke(GrantId grant);

    /** Ends all grants of an account, and its person's sessions. */
    AdministrationOutcome revoke(AccountId account);
}
