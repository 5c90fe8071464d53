package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Connector;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.ClientResponseHeaders;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.http.WritableHeaders;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClientServiceRequest;
import io.helidon.webclient.api.WebClientServiceResponse;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientRequest;
import io.helidon.webclient.spi.WebClientService;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Calls one connector's upstream over kept-alive HTTP/1.1 connections of its own; follows no
 * redirect and decodes no content.
 */
final class UpstreamClient implements AutoCloseable {
    private static final Header VIA = HeaderValues.createCached(HeaderNames.VIA, "1.1 keystile");
    private static final Header USER_AGENT =
            HeaderValues.createCached(HeaderNames.USER_AGENT, "Keystile");
    private static final Header IDENTITY =
            HeaderValues.createCached(HeaderNames.ACCEPT_ENCODING, "identity");

    private final UpstreamSettings settings;
    private final Upstream upstream;
    private final List<Header> fixed;
    private final CallLimit limit;
    private final Http1Client http;

    /**
     * A client with its own pool.
     *
     * @param readTimeout how long the upstream may be silent
     */
    UpstreamClient(Connector connector, UpstreamSettings settings, Duration readTimeout) {
        if (settings.headers().has(connector.keyHeader().name())) {
            throw new IllegalArgumentException("a fixed header has the name of the key header");
        }
        this.settings = settings;
        this.upstream = Upstream.of(connector);
        this.fixed = settings.headers().fields();
        this.limit = new CallLimit(settings.maxCalls());
        this.http = http(settings, readTimeout);
    }

    private static Http1Client http(UpstreamSettings settings, Duration readTimeout) {
        SocketOptions socket =
                SocketOptions.builder()
                        .connectTimeout(settings.connectTimeout())
                        .readTimeout(readTimeout)
                        .tcpNoDelay(true)
                        .build();
        var client =
                Http1Client.builder()
                        .socketOptions(socket)
                        .connectionCacheSize(settings.idleConnections())
                        .shareConnectionCache(false)
                        .sendExpectContinue(false)
                        .followRedirects(false)
                        .proxy(Proxy.noProxy())
                        .contentEncoding(
                                ContentEncodingContext.builder()
                                        .contentEncodingsDiscoverServices(false)
                                        .build())
                        .servicesDiscoverServices(false)
                        .addService(UpstreamClient::withoutDoubtfulReuse);
        TrustedCertificates trust = settings.trust();
        if (trust != null) {
            client.tls(Tls.builder().sslContext(trust.context()).build());
        }
        return client.build();
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
    Http1ClientRequest request(Method method) {
        return request(method, upstream);
    }

    /** A request with the fields that every call has. */
    Http1ClientRequest request(Method method, Upstream at) {
        Http1ClientRequest request =
                http.method(method).uri(at.uri()).header(VIA).header(USER_AGENT).header(IDENTITY);
        fixed.forEach(request::header);
        return request;
    }

    /**
     * Sends a request and reads the head of the answer.
     *
     * @throws UpstreamException when the upstream cannot be reached or does not answer
     * @throws java.io.InterruptedIOException when the call was ended
     */
    UpstreamAnswer send(Http1ClientRequest request, byte[] body) throws IOException {
        return Cutoff.whileOpen(() -> answer(request, body));
    }

    private static UpstreamAnswer answer(Http1ClientRequest request, byte[] body)
            throws UpstreamException {
        try {
            return new UpstreamAnswer(body.length == 0 ? request.request() : request.submit(body));
        } catch (RuntimeException failed) {
            throw UpstreamException.of(failed);
        }
    }

    /** Whether only the end of the connection ends the body (RFC 9112 section 6.3). */
    static boolean endsWithConnection(Headers headers) {
        return !headers.contains(HeaderNames.CONTENT_LENGTH)
                && !headers.contains(HeaderNames.TRANSFER_ENCODING);
    }

    @Override
    public void close() {
        http.closeResource();
    }

    /**
     * Marks answers after which more bytes may follow on the connection: interim ones, those
     * without a length, and those with two. The HTTP client would keep such a connection, and the
     * next caller could read what was meant for this one.
     */
    private static WebClientServiceResponse withoutDoubtfulReuse(
            WebClientService.Chain chain, WebClientServiceRequest request) {
        WebClientServiceResponse response = chain.proceed(request);
        Headers headers = response.headers();
        int status = response.status().code();
        boolean interim = status < 200;
        boolean unbounded = endsWithConnection(headers) && status != 204 && status != 304;
        boolean twoLengths =
                headers.contains(HeaderNames.CONTENT_LENGTH)
                        && headers.contains(HeaderNames.TRANSFER_ENCODING);
        if (!interim && !unbounded && !twoLengths) {
            return response;
        }
        WritableHeaders<?> closing =
                WritableHeaders.create(headers).set(HeaderValues.CONNECTION_CLOSE);
        return WebClientServiceResponse.builder()
                .from(response)
                .headers(ClientResponseHeaders.create(closing))
                .build();
    }
}
