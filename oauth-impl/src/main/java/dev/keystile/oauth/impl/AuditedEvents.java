package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.AuditLog.Deed;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * Takes down for the audit log what people, clients and the server itself do to accounts, grants
 * and keys. It waits in memory until it is flushed: what came in the last moments is lost when the
 * process is killed. Strangers can put nothing in.
 */
public final class AuditedEvents implements Observer {
    /** Most that wait. */
    static final int MOST = 10_000;

    private static final System.Logger LOG = System.getLogger(AuditedEvents.class.getName());

    private final AuditLog log;
    private final LinkedBlockingDeque<Deed> waiting = new LinkedBlockingDeque<>(MOST);

    /** For this log. */
    public AuditedEvents(AuditLog log) {
        this.log = log;
    }

    @Override
    public void note(Event event) {
        deed(event).filter(deed -> !waiting.offer(deed)).ifPresent(AuditedEvents::tellLost);
    }

    /**
     * Appends what waits. To be called every second or so.
     *
     * @throws StoreUnavailableException when the store cannot answer; the next call goes on
     */
    public synchronized void flush() {
        for (Deed next = waiting.peek(); next != null; next = waiting.peek()) {
            log.append(next);
            waiting.remove();
        }
    }

    /** The same for the last time. */
    public void close() {
        try {
            flush();
        } catch (StoreUnavailableException e) {
            waiting.forEach(AuditedEvents::tellLost);
        }
    }

    private static void tellLost(Deed deed) {
        LOG.log(
                System.Logger.Level.WARNING,
                "audit.lost who={0} what={1} subject={2}",
                deed.who(),
                deed.what(),
                deed.subject());
    }

    private static Optional<Deed> deed(Event event) {
        return switch (event) {
            case Event.Consented consented -> Optional.of(given(consented));
            case Event.GrantEnded(var grant, var by) -> ended(grant.value(), by);
            case Event.ToolsChosen(var grant, var tools) ->
                    person("tools.choose", grant.value(), text(tools));
            case Event.IdentityLinked(var connector, var account) ->
                    person("identity.link", account.value(), "connector=" + connector);
            case Event.IdentityUnlinked(var connector, var account) ->
                    person("identity.unlink", account.value(), "connector=" + connector);
            case Event.AccountDeleted(var connector, var account) ->
                    person("account.delete", account.value(), "connector=" + connector);
            case Event.KeyReplaced(var connector, var account, int grants) ->
                    person(
                            "key.replace",
                            account.value(),
                            "connector=" + connector + " grants=" + grants);
            case Event.KeyDied(var connector, var grant, int accounts) ->
                    server(
                            "key.mark-dead",
                            connector.value(),
                            "grant=" + grant + " accounts=" + accounts);
            case Event.KeyRevived(var connector, int accounts) ->
                    server("key.mark-alive", connector.value(), "accounts=" + accounts);
            // What strangers can do is not in the log, and what is only tried or used changes
            // nothing.
            case Event.Discovered _,
                    Event.Challenged _,
                    Event.ClientRegistered _,
                    Event.ClientRefused _,
                    Event.ClientResolved _,
                    Event.ClientUnresolved _,
                    Event.ClientRejected _,
                    Event.Asked _,
                    Event.NotAsked _,
                    Event.KeyTyped _,
                    Event.Denied _,
                    Event.PageExpired _,
                    Event.OfTokens _,
                    Event.FirstCalled _,
                    Event.Called _,
                    Event.Limited _ ->
                    Optional.empty();
        };
    }

    private static Deed given(Event.Consented consented) {
        return new Deed(
                "person",
                "grant.give",
                consented.grant().value(),
                "client="
                        + consented.attempt().client()
                        + " account="
                        + consented.account()
                        + " connector="
                        + consented.connector()
                        + " scope="
                        + consented.scope());
    }

    /** What an operator ends stands in the log before it is ended. */
    private static Optional<Deed> ended(String grant, Event.EndedBy by) {
        return switch (by) {
            case CLIENT -> Optional.of(new Deed("client", "grant.revoke", grant, ""));
            case PERSON -> person("grant.revoke", grant, "");
            case OPERATOR -> Optional.empty();
            case CODE_REPLAYED -> server("grant.revoke", grant, "a code came twice");
            case TOKEN_REUSED -> server("grant.revoke", grant, "a refresh token came again");
        };
    }

    /** How many, and not which: people may name hundreds. */
    private static String text(ToolPolicy tools) {
        return switch (tools) {
            case ToolPolicy.Everything _ -> "tools=all";
            case ToolPolicy.ReadOnly _ -> "tools=read-only";
            case ToolPolicy.Named(var names, boolean readOnly) ->
                    "tools=" + names.size() + (readOnly ? " read-only" : "");
        };
    }

    private static Optional<Deed> person(String what, String subject, String detail) {
        return Optional.of(new Deed("person", what, subject, detail));
    }

    private static Optional<Deed> server(String what, String subject, String detail) {
        return Optional.of(new Deed("server", what, subject, detail));
    }
}
