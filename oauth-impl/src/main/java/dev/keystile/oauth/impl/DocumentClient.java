package dev.keystile.oauth.impl;

import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;

/**
 * The HTTP client for strangers' documents, with everything switched off that clients do on their
 * own.
 */
final class DocumentClient {
    private static final int MAX_HEADERS = 100;
    private static final int MAX_HEADER_LINE = 8192;

    private DocumentClient() {}

    static CloseableHttpClient create(
            FetchLimits limits, VettingResolver resolver, SSLContext tls) {
        return HttpClientBuilder.create()
                .setConnectionManager(connections(limits, resolver, tls))
                .setConnectionReuseStrategy((_, _, _) -> false)
                // Straight to the vetted address: a proxy would look the name up again.
                .setRoutePlanner(new DefaultRoutePlanner(null))
                .setDefaultRequestConfig(requests(limits))
                .setUserAgent("Keystile")
                .setDefaultHeaders(
                        List.of(
                                new BasicHeader("Accept", "application/json"),
                                new BasicHeader("Connection", "close")))
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    private static RequestConfig requests(FetchLimits limits) {
        return RequestConfig.custom()
                .setAuthenticationEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .setConnectionRequestTimeout(timeout(limits))
                .setResponseTimeout(timeout(limits))
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(
            FetchLimits limits, VettingResolver resolver, SSLContext tls) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder()
                                .http1Config(
                                        Http1Config.custom()
                                                .setMaxHeaderCount(MAX_HEADERS)
                                                .setMaxLineLength(MAX_HEADER_LINE)
                                                .build())
                                .build())
                .setDnsResolver(resolver)
                .setTlsSocketStrategy(
                        new DefaultClientTlsStrategy(
                                tls,
                                HostnameVerificationPolicy.BUILTIN,
                                NoopHostnameVerifier.INSTANCE))
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(timeout(limits)).build())
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                                .setConnectTimeout(
                                        Timeout.of(
                                                limits.connect().toMillis(), TimeUnit.MILLISECONDS))
                                .setSocketTimeout(timeout(limits))
                                .build())
                .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(timeout(limits)).build())
                .setMaxConnTotal(limits.atOnce())
                .setMaxConnPerRoute(limits.atOnce())
                .build();
    }

    private static Timeout timeout(FetchLimits limits) {
        return Timeout.of(limits.total().toMillis(), TimeUnit.MILLISECONDS);
    }
}
