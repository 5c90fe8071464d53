package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Connector;
import io.helidon.common.socket.SocketOptions;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls upstreams over kept-alive HTTP/1.1 connections of its own; follows no redirect and decodes
 * no content.
 */
final class UpstreamClient implements AutoCloseable {
    private static final Header VIA = HeaderValues.createCached(HeaderNames.VIA, "1.1 keystile");
    private static final Header USER_AGENT =
            HeaderValues.createCached(HeaderNames.USER_AGENT, "Keystile");
    private static final Header IDENTITY =
            HeaderValues.createCached(HeaderNames.ACCEPT_ENCODING, "identity");

    private final Http1Client http;
    private final Map<Connector, Upstream> upstreams = new ConcurrentHashMap<>();

    /**
     * A client with its own pool.
     *
     * @param readTimeout how long an upstream may be silent
     */
    UpstreamClient(BridgeSettings settings, Duration readTimeout) {
        SocketOptions socket =
                SocketOptions.builder()
                        .connectTimeout(settings.connectTimeout())
                        .readTimeout(readTimeout)
                        .tcpNoDelay(true)
                        .build();
        http =
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
                        .addService(UpstreamClient::withoutDoubtfulReuse)
                        .build();
    }

    Upstream upstream(Connector connector) {
        return upstreams.computeIfAbsent(connector, Upstream::of);
    }

    /** A request with the fields that every call has. */
    Http1ClientRequest request(Method method, Upstream upstream) {
        return http.method(method)
                .uri(upstream.uri())
                .header(VIA)
                .header(USER_AGENT)
                .header(IDENTITY);
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
