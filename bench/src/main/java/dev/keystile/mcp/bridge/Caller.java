package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.UserIdTrust;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.http1.Http1Client;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** One call by one of the clients in question: sends a message, reads the answer to its end. */
@FunctionalInterface
interface Caller {
    /** The bytes of the answer's body. */
    long call(byte[] body) throws Exception;

    /** This project's own client, as the bridge uses it. */
    static Caller own(URI to) {
        Connector connector =
                new Connector(
                        new ConnectorId("bench"),
                        "Bench",
                        to,
                        new ApiKeyHeader("x-api-key", null),
                        "",
                        null,
                        UserIdTrust.CLAIMED);
        UpstreamClient client =
                new UpstreamClient(
                        connector,
                        UpstreamSettings.of(BridgeSettings.DEFAULTS),
                        Duration.ofSeconds(30),
                        UpstreamTraces.NONE,
                        InstantSource.system());
        return body -> {
            UpstreamRequest request = client.request(Method.POST).header(McpHeaders.JSON);
            try (UpstreamAnswer answer = client.send(request, body)) {
                return length(answer.body());
            }
        };
    }

    /** Helidon's, set up as the bridge had it. */
    static Caller helidon(URI to) {
        Http1Client client =
                Http1Client.builder()
                        .socketOptions(
                                SocketOptions.builder()
                                        .connectTimeout(Duration.ofSeconds(5))
                                        .readTimeout(Duration.ofSeconds(30))
                                        .tcpNoDelay(true)
                                        .build())
                        .connectionCacheSize(256)
                        .shareConnectionCache(false)
                        .sendExpectContinue(false)
                        .followRedirects(false)
                        .proxy(Proxy.noProxy())
                        .build();
        return body -> {
            var request =
                    client.post().uri(to).header(HeaderNames.CONTENT_TYPE, "application/json");
            try (var answer = request.submit(body)) {
                return length(answer.inputStream());
            }
        };
    }

    /** Apache HttpClient 5, classic. */
    static Caller apache(URI to) {
        var pool =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(256)
                        .setMaxConnTotal(256)
                        .build();
        var client =
                HttpClients.custom()
                        .setConnectionManager(pool)
                        .disableRedirectHandling()
                        .disableCookieManagement()
                        .disableContentCompression()
                        .disableAutomaticRetries()
                        .build();
        return body -> {
            var request = new HttpPost(to);
            request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
            return client.execute(request, answer -> length(answer.getEntity().getContent()));
        };
    }

    private static long length(InputStream body) throws IOException {
        byte[] piece = new byte[8192];
        long length = 0;
        for (int some = body.read(piece); some >= 0; some = body.read(piece)) {
            length += some;
        }
        return length;
    }
}
