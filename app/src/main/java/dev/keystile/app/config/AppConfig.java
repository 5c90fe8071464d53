package dev.keystile.app.config;

import dev.keystile.app.http.AdminSettings;
import dev.keystile.app.http.Listener;
import dev.keystile.app.http.PublicSocket;
import dev.keystile.app.pages.Brand;
import dev.keystile.app.trace.TracingSettings;
import dev.keystile.mcp.bridge.BridgeSettings;
import dev.keystile.mcp.bridge.StreamSettings;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.impl.ClientPolicy;
import dev.keystile.oauth.impl.IntrospectionCallers;
import dev.keystile.oauth.impl.MasterSecret;
import dev.keystile.oauth.impl.OpenIdSettings;
import dev.keystile.oauth.impl.TokenSettings;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration, checked.
 *
 * @param issuer the base of all public URLs
 * @param tls the gateway's own certificate; null when whoever is in front speaks TLS, or nobody
 * @param admin who may administer it
 * @param secret null when none is configured, which leaves it to the store
 * @param connectors at least one; the first is the default connector
 * @param consentReview whether consent shows what a key unlocks
 * @param identity where people may sign in; null for nowhere
 * @param brand whose pages these are
 * @param introspection who may ask what a token is worth
 * @param tracing where spans go; null for nowhere
 */
public record AppConfig(
        Issuer issuer,
        @Nullable TlsFiles tls,
        PublicSocket publicSocket,
        Listener managementSocket,
        AdminSettings admin,
        @Nullable MasterSecret secret,
        StorageConfig storage,
        List<ConnectorConfig> connectors,
        boolean consentReview,
        @Nullable OpenIdSettings identity,
        Brand brand,
        ClientPolicy clients,
        IntrospectionCallers introspection,
        TokenSettings tokens,
        BridgeSettings bridge,
        LimitSettings limits,
        ObserveSettings observe,
        @Nullable TracingSettings tracing,
        Level logLevel,
        LogFormat logFormat) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /**
     * Reads it: environment before file before defaults.
     *
     * @param file a YAML file; null for none
     * @throws InvalidSettingException for whatever is wrong
     */
    public static AppConfig read(Map<String, String> environment, @Nullable Path file) {
        return of(Values.read(environment, file));
    }

    static AppConfig of(Values values) {
        var reader = new SettingReader(values);
        BridgeSettings bridge = bridge(reader);
        MasterSecret secret = PreviousSecrets.join(reader, SecretText.read(reader));
        Issuer issuer = issuer(reader);
        return new AppConfig(
                issuer,
                TlsFiles.of(reader, issuer),
                new PublicSocketReader(reader, issuer).read(maxRequestBytes(reader)),
                managementSocket(reader),
                AdminReader.read(reader),
                secret,
                new StorageChoice(reader, secret).read(),
                new ConnectorList(reader, bridge).read(),
                reader.flag(Setting.CONSENT_REVIEW),
                new IdentityReader(reader, issuer).read(),
                new BrandReader(reader).read(),
                clients(reader),
                IntrospectionSettings.read(reader),
                tokens(reader),
                bridge,
                new LimitsReader(reader).read(),
                observe(reader),
                TracingReader.read(reader),
                level(reader),
                format(reader));
    }

    private static Issuer issuer(SettingReader reader) {
        String url = reader.text(Setting.BASE_URL);
        int port = reader.port(Setting.PORT);
        if (url.isEmpty() && port == 0) {
            throw new InvalidSettingException(
                    Setting.BASE_URL, "expected a URL, since with port 0 it cannot be guessed");
        }
        return reader.checked(
                Setting.BASE_URL,
                () -> new Issuer(url.isEmpty() ? here(port, TlsFiles.named(reader)) : url));
    }

    private static String here(int port, boolean tls) {
        boolean usual = port == (tls ? 443 : 80);
        return (tls ? "https" : "http") + "://localhost" + (usual ? "" : ":" + port);
    }

    private static Listener managementSocket(SettingReader reader) {
        return new Listener(
                reader.host(Setting.MANAGEMENT_HOST),
                reader.port(Setting.MANAGEMENT_PORT),
                Setting.MANAGEMENT_PORT.toString(),
                Listener.MAX_OAUTH_BYTES,
                reader.duration(Setting.SHUTDOWN_GRACE, Duration.ZERO, HOUR));
    }

    private static ClientPolicy clients(SettingReader reader) {
        return new ClientPolicy(
                schemes(reader),
                reader.flag(Setting.METADATA_DOCUMENTS),
                reader.flag(Setting.ADVERTISE_PRIVATE_KEY_JWT),
                reader.flag(Setting.TOKEN_ENDPOINT_AUDIENCE));
    }

    private static Set<String> schemes(SettingReader reader) {
        String schemes =
                reader.matching(
                        Setting.PRIVATE_USE_SCHEMES,
                        "([a-z][a-z0-9+.-]*( *, *[a-z][a-z0-9+.-]*)*)?",
                        "URI schemes in lower case, separated by commas");
        return Stream.of(schemes.split(" *, *"))
                .filter(scheme -> !scheme.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static TokenSettings tokens(SettingReader reader) {
        Duration years = Duration.ofDays(3650);
        Duration access = reader.duration(Setting.ACCESS_LIFETIME, SECOND, years);
        return new TokenSettings(
                reader.matching(
                        Setting.TOKEN_PREFIX,
                        "[A-Za-z0-9._~+/-]{0,32}",
                        "at most 32 of A-Z a-z 0-9 . _ ~ + / -"),
                reader.duration(Setting.CODE_LIFETIME, SECOND, Duration.ofMinutes(10)),
                reader.duration(Setting.CODE_REPEAT, Duration.ZERO, HOUR),
                access,
                reader.duration(Setting.REFRESH_LIFETIME, access, years),
                reader.duration(Setting.GRANT_LIFETIME, Duration.ZERO, years),
                reader.duration(Setting.REFRESH_GRACE, Duration.ZERO, access.minusMillis(1)));
    }

    private static BridgeSettings bridge(SettingReader reader) {
        Duration millisecond = Duration.ofMillis(1);
        return new BridgeSettings(
                reader.duration(Setting.CONNECT_TIMEOUT, millisecond, HOUR),
                reader.duration(Setting.ANSWER_TIMEOUT, millisecond, DAY),
                reader.duration(Setting.STREAM_TIMEOUT, millisecond, DAY),
                reader.number(Setting.IDLE_CONNECTIONS, 1, 100_000),
                maxRequestBytes(reader),
                reader.duration(Setting.PROBE_TIMEOUT, millisecond, HOUR),
                reader.number(Setting.MAX_PROBE_BYTES, 1024, 1 << 30),
                new StreamSettings(
                        reader.duration(Setting.KEEP_ALIVE, SECOND, HOUR),
                        reader.duration(Setting.EARLY_STREAM, SECOND, DAY)));
    }

    private static int maxRequestBytes(SettingReader reader) {
        return reader.number(Setting.MAX_REQUEST_BYTES, 1024, 1 << 30);
    }

    private static ObserveSettings observe(SettingReader reader) {
        return new ObserveSettings(
                reader.flag(Setting.OBSERVE_ANALYTICS),
                reader.flag(Setting.OBSERVE_DOCTOR),
                reader.flag(Setting.OBSERVE_METRICS));
    }

    private static LogFormat format(SettingReader reader) {
        return reader.choice(
                Setting.LOG_FORMAT,
                Map.of(
                        "auto", LogFormat.AUTO,
                        "text", LogFormat.TEXT,
                        "json", LogFormat.JSON));
    }

    private static Level level(SettingReader reader) {
        return reader.choice(
                Setting.LOG_LEVEL,
                Map.of(
                        "error", Level.ERROR,
                        "warning", Level.WARNING,
                        "info", Level.INFO,
                        "debug", Level.DEBUG));
    }
}
