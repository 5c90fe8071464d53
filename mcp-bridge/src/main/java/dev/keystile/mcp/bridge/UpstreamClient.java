package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Connector;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/**
 * Calls one connector's upstream over kept-alive HTTP/1.1 connections of its own; goes through no
 * proxy, follows no redirect and decodes no content.
 */
final class UpstreamClient implements AutoCloseable {
    private static final Header VIA = HeaderValues.createCached(HeaderNames.VIA, "1.1 keystile");
    private static final Header USER_AGENT =
            HeaderValues.createCached(HeaderNames.USER_AGENT, "Keystile");
    private static final Header IDENTITY =
            HeaderValues.createCached(HeaderNames.ACCEPT_ENCODING, "identity");

    private final UpstreamSettings settings;
    private final Duration readTimeout;
    private final Upstream upstream;
    private final List<Header> fixed;
    private final CallLimit limit;
    private final UpstreamCalls calls;
    private final FollowedSending sending;

    /**
     * A client with its own pool.
     *
     * @param readTimeout how long the upstream may be silent
     */
    UpstreamClient(
            Connector connector,
            UpstreamSettings settings,
            Duration readTimeout,
            UpstreamTraces traces,
            InstantSource clock) {
        if (settings.headers().has(connector.keyHeader().name())) {
            throw new IllegalArgumentException("a fixed header has the name of the key header");
        }
        this.settings = settings;
        this.readTimeout = readTimeout;
        this.upstream = Upstream.of(connector);
        this.fixed = settings.headers().fields();
        this.limit = new CallLimit(settings.maxCalls());
        this.sending = new FollowedSending(traces, connector.id());
        this.calls =
                new UpstreamCalls(
                        sockets(settings),
                        settings.connectTimeout(),
                        settings.idleConnections(),
                        clock);
    }

    private static SSLSocketFactory sockets(UpstreamSettings settings) {
        TrustedCertificates trust = settings.trust();
        return trust == null
                ? (SSLSocketFactory) SSLSocketFactory.getDefault()
                : trust.context().getSocketFactory();
    }

    UpstreamSettings settings() {
        return settings;
    }

    Upstream upstream() {
        return upstream;
    }

    /** How many calls there may be at once. Whoever relays one holds a place until it is over. */
    CallLimit limit() {
        return limit;
    }

    /** A request to the MCP endpoint. */
    UpstreamRequest request(Method method) {
        return request(method, upstream);
    }

    /** A request with the fields that every call has. */
    UpstreamRequest request(Method method, Upstream at) {
        UpstreamRequest request =
                new UpstreamRequest(method, at, readTimeout)
                        .header(VIA)
                        .header(USER_AGENT)
                        .header(IDENTITY);
        fixed.forEach(request::header);
        return request;
    }

    /**
     * Sends a request and reads the head of the answer.
     *
     * @throws UpstreamException when the upstream cannot be reached or does not answer
     * @throws java.io.InterruptedIOException when the call was ended
     */
    UpstreamAnswer send(UpstreamRequest request, byte[] body) throws IOException {
        return sending.send(request, body, sent -> Cutoff.whileOpen(() -> answer(request, sent)));
    }

    private UpstreamAnswer answer(UpstreamRequest request, byte[] body) throws UpstreamException {
        try {
            return calls.call(request, body);
        } catch (IOException | RuntimeException failed) {
            throw UpstreamException.of(failed);
        }
    }

    /** Closes the idle connections. */
    @Override
    public void close() {
        calls.close();
    }
}
