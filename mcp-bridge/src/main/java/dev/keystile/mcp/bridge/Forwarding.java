package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UpstreamSessions;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends admitted calls to their upstreams, in the right session and era, and the answers to the
 * clients. Refusals and faults of an upstream are answers too.
 */
final class Forwarding implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Forwarding.class.getName());

    private final BearerGate gate;
    private final KeyRefusal refusal;
    private final UpstreamClients clients;
    private final SessionBridge sessions;
    private final Circuits circuits;
    private final Translation translation;

    Forwarding(
            BearerGate gate,
            KeyRefusal refusal,
            UpstreamSessions sessions,
            Upstreams upstreams,
            InstantSource clock,
            SecureRandom random) {
        this.gate = gate;
        this.refusal = refusal;
        this.clients = new UpstreamClients(upstreams, UpstreamSettings::answerTimeout, clock);
        this.circuits = new Circuits(clock, Circuit.Limits.DEFAULT);
        this.sessions = new SessionBridge(sessions, this::exchange);
        this.translation =
                new Translation(
                        sessions,
                        this::exchange,
                        new UpstreamClients(
                                upstreams, _ -> upstreams.settings().probeTimeout(), clock),
                        call -> client(call).limit(),
                        clock,
                        random);
    }

    /** Whether API keys in place of tokens go through to a connector's upstream. */
    RawKeys rawKeys(Connector connector) {
        return clients.of(connector).settings().handling().rawKeys();
    }

    /** Whether the upstream of a connector counts as up. */
    boolean isUp(ConnectorId connector) {
        return circuits.isUp(connector);
    }

    /** Ends what has waited for its client too long. */
    void endLate() {
        translation.endLate();
    }

    @Override
    public void close() {
        translation.close();
        clients.close();
    }

    /** Answers a call. */
    void send(Call call, byte[] body, McpResponse response) throws IOException {
        switch (call) {
            case Call.Granted granted -> {
                if (!translated(granted, body, response)) {
                    send(granted, sessions.presented(granted), body, response);
                }
            }
            // Its session is between the caller and the upstream, like its key.
            case Call.WithKey keyed ->
                    send(call, () -> SessionExchange.open(exchange(keyed, body)), body, response);
        }
    }

    /** Whether the client was answered in another era than the upstream's. */
    private boolean translated(Call.Granted call, byte[] body, McpResponse response)
            throws IOException {
        return client(call).settings().handling().translate()
                && answered(call, body, response, () -> translation.answer(call, body, response));
    }

    private void send(
            Call.Granted call, PresentedSession presented, byte[] body, McpResponse response)
            throws IOException {
        switch (presented) {
            case PresentedSession.Usable session ->
                    send(call, () -> sessions.send(call, session, body), body, response);
            case PresentedSession.Unknown _ -> {
                LOGGER.log(Level.DEBUG, () -> "mcp.session-unknown " + call.name());
                SessionReplies.unknown(call.request(), body)
                        .sendTo(response, call.request().method());
            }
        }
    }

    /** Sends a request and reads the head of the answer. */
    @FunctionalInterface
    private interface Exchange {
        SessionExchange open() throws IOException;
    }

    private void send(Call call, Exchange upstream, byte[] body, McpResponse response)
            throws IOException {
        boolean _ = answered(call, body, response, () -> relayed(call, upstream, response));
    }

    private static Translation.Outcome relayed(Call call, Exchange upstream, McpResponse response)
            throws IOException {
        try (SessionExchange exchange = upstream.open()) {
            if (exchange.answer().status() == 401) {
                return Translation.Outcome.KEY_REFUSED;
            }
            Relay.pass(call, exchange.answer(), exchange.to(response));
            return Translation.Outcome.ANSWERED;
        }
    }

    /** Answers a request, also when the upstream fails; whether it was answered. */
    private boolean answered(
            Call call,
            byte[] body,
            McpResponse response,
            Cutoff.Operation<Translation.Outcome> exchange)
            throws IOException {
        McpRequest request = call.request();
        Translation.Outcome outcome;
        try (CallLimit.Place _ = client(call).limit().take()) {
            outcome = exchange.run();
        } catch (StoreUnavailableException away) {
            LOGGER.log(
                    Level.WARNING,
                    () ->
                            "mcp.session-unchecked "
                                    + call.name()
                                    + " reason=\""
                                    + away.getMessage()
                                    + '"');
            Reply.fault(request, 503, "The session cannot be looked up now; try again.", body)
                    .retryAfter(StoreUnavailableException.RETRY_AFTER)
                    .sendTo(response, request.method());
            return true;
        } catch (UpstreamException failed) {
            fault(call, failed, body).sendTo(response, request.method());
            return true;
        }
        if (outcome == Translation.Outcome.KEY_REFUSED) {
            refused(call, body).sendTo(response, request.method());
        }
        return outcome != Translation.Outcome.AS_IS;
    }

    private Reply refused(Call call, byte[] body) {
        return switch (call) {
            case Call.Granted granted -> refusal.answer(granted, body);
            case Call.WithKey _ -> {
                LOGGER.log(Level.INFO, () -> "mcp.raw-key-refused " + call.name());
                yield gate.invalidKey(call.request());
            }
        };
    }

    /** The answer to a call whose upstream failed. */
    static Reply fault(Call call, UpstreamException failed, byte[] body) {
        int status = failed.status();
        Reply reply = Reply.fault(call.request(), status, failed.forClient(), body);
        if (!failed.told()) {
            LOGGER.log(
                    Level.WARNING,
                    () -> "mcp.upstream-failed " + call.name() + " reason=" + failed.getMessage());
        }
        return status == 503 ? reply.retryAfter(failed.retryAfter()) : reply;
    }

    private UpstreamAnswer exchange(Call.WithKey call, byte[] body) throws IOException {
        String session =
                String.join(
                        ", ", call.request().headers().values(McpHeaders.SESSION_ID.lowerCase()));
        boolean usable = !session.isBlank() && Text.isPrintableAscii(session);
        return exchange(call, usable ? Secret.of(session) : null, body);
    }

    private UpstreamAnswer exchange(Call call, @Nullable Secret session, byte[] body)
            throws IOException {
        UpstreamClient client = client(call);
        UpstreamAnswer answer =
                circuits.send(
                        call.connector().id(),
                        () -> client.send(ForwardedCall.of(call, session, body, client), body));
        translation.heard(call, answer.status());
        return answer;
    }

    private UpstreamClient client(Call call) {
        return clients.of(call.connector());
    }
}
