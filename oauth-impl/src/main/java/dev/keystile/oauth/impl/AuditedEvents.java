package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.AuditLog.Deed;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * Takes down for the audit log what people, clients and the server itself do to grants and keys. It
 * waits in memory until it is flushed: what came in the last moments is lost when the process is
 * killed. Strangers can put nothing in.
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
            case Event.Consented consented ->
                    Optional.of(
                            new Deed(
                                    "person",
                                    "grant.give",
                                    consented.grant().value(),
                                    "client="
                                            + consented.attempt().client()
                                            + " account="
                                            + consented.account()
                                            + " connector="
                                            + consented.connector()));
            case Event.GrantEnded(var grant, var by) -> ended(grant.value(), by);
            case Event.KeyReplaced(var connector, var account, int grants) ->
                    Optional.of(
                            new Deed(
                                    "person",
                                    "key.replace",
                                    account.value(),
                                    "connector=" + connector + " grants=" + grants));
            case Event.KeyDied(var connector, var grant, int accounts) ->
                    Optional.of(
                            new Deed(
                                    "server",
                                    "key.mark-dead",
                                    connector.value(),
                                    "grant=" + grant + " accounts=" + accounts));
            case Event.KeyRevived(var connector, int accounts) ->
                    Optional.of(
                            new Deed(
                                    "server",
                                    "key.mark-alive",
                                    connector.value(),
                                    "accounts=" + accounts));
            default -> Optional.empty();
        };
    }

    /** What an operator ends stands in the log before it is ended. */
    private static Optional<Deed> ended(String grant, Event.EndedBy by) {
        return switch (by) {
            case CLIENT -> Optional.of(new Deed("client", "grant.revoke", grant, ""));
            case PERSON -> Optional.of(new Deed("person", "grant.revoke", grant, ""));
            case OPERATOR -> Optional.empty();
            case CODE_REPLAYED ->
                    Optional.of(new Deed("server", "grant.revoke", grant, "a code came twice"));
            case TOKEN_REUSED ->
                    Optional.of(
                            new Deed(
                                    "server", "grant.revoke", grant, "a refresh token came again"));
        };
    }
}
