package dev.keystile.app.config;

import dev.keystile.app.http.Callers;
import dev.keystile.app.http.ConnectionLimits;
import dev.keystile.app.http.ForwardingField;
import dev.keystile.app.http.Listener;
import dev.keystile.app.http.PublicSocket;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.impl.AddressRanges;
import dev.keystile.oauth.impl.Networks;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads how clients reach the gateway. */
record PublicSocketReader(SettingReader reader, Issuer issuer) {
    /** One network, of very many people. */
    private static final List<String> EVERYBODY = List.of("0.0.0.0/0", "::/0");

    private static final Duration HOUR = Duration.ofHours(1);

    PublicSocket read(int maxRequestBytes) {
        AddressRanges proxies =
                ranges(reader.list(Setting.TRUSTED_PROXIES), Setting.TRUSTED_PROXIES);
        boolean proxyProtocol = reader.flag(Setting.PROXY_PROTOCOL);
        // Nothing but a proxy speaks TLS then, and this one is believed nothing.
        boolean unknownProxy =
                !issuer.loopback()
                        && !TlsFiles.named(reader)
                        && proxies.isEmpty()
                        && !proxyProtocol;
        return new PublicSocket(
                listener(maxRequestBytes),
                new Callers(networks(unknownProxy), proxies, field()),
                proxyProtocol,
                unknownProxy,
                connections());
    }

    private Listener listener(int maxRequestBytes) {
        return new Listener(
                reader.host(Setting.HOST),
                reader.port(Setting.PORT),
                Setting.PORT.toString(),
                // Up to twice the limit is read and answered by the bridge: who sends a little too
                // much sees the answer, and not a connection that breaks.
                Math.max(2L * maxRequestBytes, Listener.MAX_OAUTH_BYTES),
                reader.duration(Setting.SHUTDOWN_GRACE, Duration.ZERO, HOUR));
    }

    private Networks networks(boolean unknownProxy) {
        List<String> configured = reader.list(Setting.SHARED_NETWORKS);
        AddressRanges shared = ranges(configured, Setting.SHARED_NETWORKS);
        return new Networks(unknownProxy ? new AddressRanges(EVERYBODY) : shared);
    }

    private ForwardingField field() {
        return reader.choice(
                Setting.FORWARDING_FIELD,
                Map.of(
                        "forwarded", ForwardingField.FORWARDED,
                        "x-forwarded-for", ForwardingField.X_FORWARDED_FOR));
    }

    private AddressRanges ranges(List<String> texts, Setting setting) {
        return reader.checked(setting, () -> new AddressRanges(texts));
    }

    private ConnectionLimits connections() {
        int total = reader.number(Setting.MAX_CONNECTIONS, 1, 1_000_000);
        return new ConnectionLimits(
                total,
                reader.number(Setting.MAX_NETWORK_CONNECTIONS, 1, 1_000_000),
                reader.duration(Setting.CLIENT_PATIENCE, Duration.ofSeconds(1), HOUR));
    }
}
