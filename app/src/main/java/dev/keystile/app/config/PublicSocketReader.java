package dev.keystile.app.config;

import dev.keystile.app.http.Callers;
import dev.keystile.app.http.ConnectionLimits;
import dev.keystile.app.http.ForwardingField;
import dev.keystile.app.http.Listener;
import dev.keystile.app.http.PublicSocket;
import dev.keystile.oauth.impl.AddressRanges;
import dev.keystile.oauth.impl.Networks;
import java.time.Duration;
import java.util.Map;

/** Reads how clients reach the gateway. */
record PublicSocketReader(SettingReader reader) {
    private static final Duration HOUR = Duration.ofHours(1);

    PublicSocket read(int maxRequestBytes) {
        return new PublicSocket(
                listener(maxRequestBytes),
                callers(),
                reader.flag(Setting.PROXY_PROTOCOL),
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

    private Callers callers() {
        return new Callers(
                new Networks(ranges(Setting.SHARED_NETWORKS)),
                ranges(Setting.TRUSTED_PROXIES),
                reader.choice(
                        Setting.FORWARDING_FIELD,
                        Map.of(
                                "forwarded", ForwardingField.FORWARDED,
                                "x-forwarded-for", ForwardingField.X_FORWARDED_FOR)));
    }

    private AddressRanges ranges(Setting setting) {
        return reader.checked(setting, () -> new AddressRanges(reader.list(setting)));
    }

    private ConnectionLimits connections() {
        int total = reader.number(Setting.MAX_CONNECTIONS, 1, 1_000_000);
        return new ConnectionLimits(
                total,
                reader.number(Setting.MAX_NETWORK_CONNECTIONS, 1, 1_000_000),
                reader.duration(Setting.CLIENT_PATIENCE, Duration.ofSeconds(1), HOUR));
    }
}
