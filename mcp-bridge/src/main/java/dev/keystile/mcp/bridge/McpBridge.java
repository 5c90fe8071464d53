package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.KeyReports;
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
    private final Forwarding forwarding;
    private final Pulse pulse;
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
        this.forwarding =
                new Forwarding(
                        gate, new KeyRefusal(keys, gate), sessions, upstreams, clock, random);
        this.pulse = new Pulse(tokens, settings.streams(), clock, forwarding::endLate);
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
        return forwarding.isUp(connector);
    }

    /** Closes the idle connections. Calls that are under way end on their own. */
    @Override
    public void close() {
        pulse.close();
        forwarding.close();
    }

    private Admission admit(McpRequest request, Method method) throws IOException {
        try {
            return gate.admit(request, method, forwarding.rawKeys(request.resource().connector()));
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
        pulse.follow(call, body, response, live -> tools.pass(call, body, live, forwarding::send));
    }

    /** One look at the calls that are under way, beside those that come by themselves. */
    void beat() {
        pulse.beat();
    }

    private static Reply methodNotAllowed() {
        return Reply.error(405, "method_not_allowed", "MCP knows POST, GET and DELETE.")
                .with("Allow", "POST, GET, HEAD, DELETE");
    }
}
