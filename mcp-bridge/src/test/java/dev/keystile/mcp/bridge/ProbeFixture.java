package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.Tool;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** What tests of the key check share: an upstream, a connector before it, a verifier. */
final class ProbeFixture implements AutoCloseable {
    static final Secret KEY = Secret.of("jean_sk_ann");

    final FakeUpstream upstream = new FakeUpstream();
    final Connector connector = connector(upstream.uri("/mcp"));
    final ProbeKeyVerifier verifier =
            new ProbeKeyVerifier(
                    settings(Duration.ofSeconds(30)), new SecureRandom(), InstantSource.system());

    ProbeFixture() throws IOException {}

    KeyCheck check() {
        return verifier.verify(connector, KEY, null);
    }

    @Override
    public void close() {
        verifier.close();
        upstream.close();
    }

    /** A request with the JSON-RPC method in it, or the HTTP method where there is none. */
    record Call(String method, FakeUpstream.Received received) {}

    List<Call> sentWith(String key) {
        return upstream.received().stream()
                .filter(request -> request.header("x-api-key").equals(key))
                .map(request ->
                        new Call(
                                Json.object(request.body().getBytes())
                                        .map(message -> message.getString("method"))
                                        .orElse(request.method()),
                                request))
                .toList();
    }

    static KeyCheck accepted(String serverName, boolean checked) {
        return new KeyCheck.Accepted(
                null, serverName, List.of(new Tool("remember", null, false, false)), checked);
    }

    static Connector connector(URI uri) {
        return Fixture.connector(uri, new ApiKeyHeader("x-api-key", null));
    }

    /** These settings with a way to check keys. */
    static UpstreamSettings checking(BridgeSettings settings, KeyCheckMethod way) {
        UpstreamSettings plain = UpstreamSettings.of(settings);
        return new UpstreamSettings(
                plain.connectTimeout(),
                plain.answerTimeout(),
                plain.streamTimeout(),
                plain.idleConnections(),
                plain.maxCalls(),
                null,
                plain.headers(),
                way,
                plain.handling());
    }

    static BridgeSettings settings(Duration probeTimeout) {
        Duration second = Duration.ofSeconds(5);
        return new BridgeSettings(
                second, second, second, 4, 1000, probeTimeout, 100_000, StreamSettings.DEFAULTS);
    }
}
