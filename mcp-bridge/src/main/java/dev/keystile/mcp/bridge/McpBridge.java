package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.KeyReports;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UpstreamSessions;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import io.helidon.http.Method;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The resource server: takes MCP requests with an access token, and forwards them with the API key
 * that the token stands for. Era and version of the protocol stay a matter between client and
 * upstream: bodies, statuses and {@code Mcp-} fields pass unchanged, but for the session id, which
 * the client knows only sealed, and for lists of tools where a grant has only some of them. What is
 * sent with such a grant's token is read: no call of another tool passes. Safe for use by many
 * threads; blocks for as long as a call lasts, so a virtual thread of its own for each request is
 * assumed: a call whose client is gone, or whose grant is over, ends by an interruption of its
 * thread.
 */
public final class McpBridge implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(McpBridge.class.getName());

    private static final Map<String, Method> METHODS =
            Map.of(
                    "POST",
                    Method.POST,
                    "GET",
                    Method.GET,
                    "DELETE",
                    Method.DELETE,
                    "HEAD",
                    Method.HEAD);

    private static final byte[] EMPTY = {};

    private final CountedCalls counted;
    private final BearerGate gate;
    private final ToolGate tools;
    private final BridgeSettings settings;
    private final UpstreamClients clients;
    private final SessionBridge sessions;
    private final Circuits circuits;
    private final KeyRefusal refusal;
    private final Pulse pulse;
    private final Translation translation;
    private final Observer observer;
    private final UpstreamTraces traces;

    /**
     * A bridge before all resources of an issuer. It keeps connections open until it is closed.
     *
     * @param keys where it tells of API keys that an upstream refused
     * @param observer is told of every call when it is over
     */
    public McpBridge(
            Issuer issuer,
            BearerTokens tokens,
            UpstreamSessions sessions,
            KeyReports keys,
            BridgeSettings settings,
            McpLimits limits,
            Observer observer,
            InstantSource clock,
            SecureRandom random) {
        this(
                issuer,
                tokens,
                sessions,
                keys,
                Upstreams.of(settings),
                limits,
                observer,
                clock,
                random);
    }

    /** The same before upstreams that are not all called alike. */
    public McpBridge(
            Issuer issuer,
            BearerTokens tokens,
            UpstreamSessions sessions,
            KeyReports keys,
            Upstreams upstreams,
            McpLimits limits,
            Observer observer,
            InstantSource clock,
            SecureRandom random) {
        this.observer = observer;
        this.traces = upstreams.traces();
        this.counted = new CountedCalls(limits);
        this.gate = new BearerGate(issuer, tokens, counted.rates());
        this.tools = new ToolGate(gate, upstreams, clock);
        this.settings = upstreams.settings();
        this.clients = new UpstreamClients(upstreams, UpstreamSettings::answerTimeout, clock);
        this.circuits = new Circuits(clock, Circuit.Limits.DEFAULT);
        this.refusal = new KeyRefusal(keys, gate);
        this.sessions = new SessionBridge(sessions, this::exchange);
        this.translation =
                new Translation(
                        sessions,
                        this::exchange,
                        new UpstreamClients(upstreams, _ -> settings.probeTimeout(), clock),
                        call -> client(call).limit(),
                        clock,
                        random);
        this.pulse = new Pulse(tokens, settings.streams(), clock, translation::endLate);
    }

    /**
     * Answers one request. Refusals and faults of the upstream are answers too; a method that MCP
     * does not know is 405 before the token is looked at.
     *
     * @throws IOException when the client is gone, or the upstream broke off in the middle of an
     *     answer that is no event stream: the server must then drop the client's connection, so
     *     that the answer does not pass for complete
     */
    public void forward(McpRequest request, McpResponse response) throws IOException {
        Method method = METHODS.get(request.method());
        if (method == null) {
            methodNotAllowed().sendTo(response, request.method());
            return;
        }
        switch (admit(request, method)) {
            case Admission.Refused(Reply reply, String why) -> {
                observer.note(
                        new Event.Challenged(
                                request.resource().connector().id(),
                                request.resource().uri(),
                                reply.status(),
                                why));
                reply.sendTo(response, request.method());
            }
            case Admission.Admitted(Call call) -> forward(call, response);
        }
    }

    /**
     * From now on streams that may be quiet for long end soon after they have begun, as their
     * server would end them: their clients come back, to another gateway. Other calls go on.
     */
    public void endStreams() {
        pulse.endStreams();
    }

    /** How many calls are under way. */
    public int callsOpen() {
        return pulse.size();
    }

    /** How many streams are open that may be quiet for long. */
    public int streamsOpen() {
        return counted.streams().size();
    }

    /**
     * Whether the upstream of a connector counts as up: it answered the last time, or was not
     * asked.
     */
    public boolean isUp(ConnectorId connector) {
        return circuits.isUp(connector);
    }

    /** Closes the idle connections. Calls that are under way end on their own. */
    @Override
    public void close() {
        pulse.close();
        translation.close();
        clients.close();
    }

    private Admission admit(McpRequest request, Method method) throws IOException {
        try {
            RawKeys rawKeys =
                    clients.of(request.resource().connector()).settings().handling().rawKeys();
            return gate.admit(request, method, rawKeys);
        } catch (StoreUnavailableException away) {
            LOGGER.log(
                    Level.WARNING,
                    "mcp.token-unchecked connector={0} reason=\"{1}\"",
                    request.resource().connector().id(),
                    away.getMessage());
            byte[] body = RequestBody.read(request, settings.maxRequestBytes()).orElse(EMPTY);
            return new Admission.Refused(
                    Reply.fault(
                                    request,
                                    503,
                                    "The access token cannot be checked now; try again.",
                                    body)
                            .retryAfter(StoreUnavailableException.RETRY_AFTER),
                    "the store is away");
        }
    }

    private void forward(Call call, McpResponse response) throws IOException {
        McpRequest request = call.request();
        Optional<byte[]> body = RequestBody.read(request, settings.maxRequestBytes());
        if (body.isEmpty()) {
            Reply.fault(
                            request,
                            413,
                            "The request is longer than " + settings.maxRequestBytes() + " bytes.",
                            EMPTY)
                    .sendTo(response, request.method());
            return;
        }
        byte[] sent = body.get();
        traces.received(() -> TraceContext.in(sent));
        CallWatch.over(
                call,
                sent,
                response,
                observer,
                (watched, admitted) ->
                        counted.pass(
                                call,
                                sent,
                                watched,
                                told -> {
                                    admitted.run();
                                    follow(call, sent, told);
                                }));
    }

    private void follow(Call call, byte[] body, McpResponse response) throws IOException {
        pulse.follow(call, body, response, live -> tools.pass(call, body, live, this::send));
    }

    /** One look at the calls that are under way, beside those that come by themselves. */
    void beat() {
        pulse.beat();
    }

    private void send(Call call, byte[] body, McpResponse response) throws IOException {
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
            pass(call, exchange.answer(), exchange.to(response));
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

    /** Hands an answer on as it came. */
    static void pass(Call call, UpstreamAnswer answer, McpResponse response) throws IOException {
        int status = answer.status();
        if (status < 200 || (status >= 300 && status < 400)) {
            // A redirect is not followed: it would carry the API key to wherever it points.
            throw new UpstreamException(502, "status " + status);
        }
        if (status == 403 || status == 429 || status >= 500) {
            LOGGER.log(
                    Level.WARNING, () -> "mcp.upstream-error " + call.name() + " status=" + status);
        }
        new Relay(answer, response, call).pass(call.request().method().equals("HEAD"));
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

    private static Reply methodNotAllowed() {
        return Reply.error(405, "method_not_allowed", "MCP knows POST, GET and DELETE.")
                .with("Allow", "POST, GET, HEAD, DELETE");
    }
}
