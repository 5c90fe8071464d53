package dev.keystile.app.config;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every setting there is. Defaults stand in {@code application.yaml}. */
public enum Setting {
    HOST("server.host", "HOST", "address to listen on"),
    PORT("server.port", "PORT", "public port: OAuth, MCP, pages"),
    BASE_URL(
            "server.base-url",
            "API_BASE_URL",
            "URL by which clients reach the gateway; https unless loopback"),
    TLS_CERTIFICATE_FILE(
            "server.tls.certificate-file",
            "TLS_CERTIFICATE_FILE",
            "certificate chain in PEM, for HTTPS without a proxy"),
    TLS_KEY_FILE("server.tls.key-file", "TLS_KEY_FILE", "the key that goes with it, in PEM"),
    SHUTDOWN_GRACE("server.shutdown-grace"),
    TRUSTED_PROXIES(
            "server.trusted-proxies",
            "TRUSTED_PROXIES",
            "addresses and ranges of the proxies in front, separated by commas"),
    FORWARDING_FIELD("server.forwarding-field"),
    PROXY_PROTOCOL("server.proxy-protocol"),
    MAX_CONNECTIONS("server.max-connections"),
    MAX_NETWORK_CONNECTIONS("server.max-connections-per-network"),
    CLIENT_PATIENCE("server.client-patience"),
    MANAGEMENT_HOST("management.host", "MANAGEMENT_HOST", "address of the management socket"),
    MANAGEMENT_PORT("management.port", "MANAGEMENT_PORT", "management port: health"),
    ADMIN_TOKEN(
            "management.admin-token",
            "ADMIN_TOKEN",
            "32 characters or more, random; no admin when unset"),
    VIEWER_TOKEN(
            "management.viewer-token",
            "VIEWER_TOKEN",
            "the same, for who may see and not change; nobody when unset"),
    MANAGEMENT_URL("management.base-url"),
    STORAGE(
            "storage",
            "STORAGE",
            "where state is kept: file, redis or memory; redis when REDIS_URL is set, else file"),
    STORAGE_PATH("storage-path", "STORAGE_PATH", "the folder of the file"),
    REDIS_URL(
            "redis.url",
            "REDIS_URL",
            "redis://, rediss:// or redis+sentinel://, with user:password@ where it wants them"),
    REDIS_CLUSTER("redis.cluster"),
    REDIS_KEY_PREFIX("redis.key-prefix"),
    REDIS_TRUST_FILE("redis.trust-file"),
    REDIS_START_LIMIT("redis.start-limit"),
    SECRET(
            "secret",
            "KEYSTILE_SECRET",
            "32 bytes of text or more, random; when unset, drawn and kept beside the file"),
    SECRET_FILE("secret-file", "KEYSTILE_SECRET_FILE", "a file that holds the secret"),
    SECRET_PREVIOUS(
            "secret-previous",
            "KEYSTILE_SECRET_PREVIOUS",
            "secrets that it replaced, separated by commas"),
    SECRET_PREVIOUS_FILE(
            "secret-previous-file",
            "KEYSTILE_SECRET_PREVIOUS_FILE",
            "a file that holds them, one on a line"),
    CONNECTOR_ID("connector.id"),
    DISPLAY_NAME("connector.display-name", "MCP_DISPLAY_NAME", "what people read on the pages"),
    UPSTREAM_URL(
            "connector.upstream-url",
            "MCP_UPSTREAM_URL",
            "your MCP server; a demo server when unset"),
    KEY_HEADER("connector.key-header"),
    KEY_SCHEME("connector.key-scheme"),
    KEY_PREFIX("connector.key-prefix", "API_KEY_PREFIX", "how every API key begins; may be empty"),
    KEY_HELP("connector.key-help"),
    USER_ID("connector.user-id"),
    CONNECTOR_DEFAULT("connector.default"),
    VERIFIER("connector.verifier"),
    WHOAMI_URL("connector.whoami.url"),
    WHOAMI_OWNER("connector.whoami.owner"),
    PROBE_TOOL("connector.probe-tool.name"),
    PROBE_ARGUMENTS("connector.probe-tool.arguments"),
    RAW_KEYS("connector.raw-keys.allowed"),
    RAW_KEYS_USER_ID("connector.raw-keys.pass-user-id"),
    REPAIR_VERSION("connector.repair-version"),
    TRANSLATE("connector.translate"),
    CONNECTOR_CONNECT_TIMEOUT("connector.connect-timeout"),
    CONNECTOR_ANSWER_TIMEOUT("connector.answer-timeout"),
    CONNECTOR_STREAM_TIMEOUT("connector.stream-timeout"),
    CONNECTOR_IDLE_CONNECTIONS("connector.idle-connections"),
    CONNECTOR_MAX_CALLS("connector.max-calls"),
    CONNECTOR_TRUST_FILE("connector.trust-file"),
    CONNECTOR_HEADERS("connector.headers"),
    CONNECTOR_TOOLS("connector.tools"),
    CONSENT_REVIEW("consent.review"),
    IDENTITY_ISSUER(
            "identity.issuer",
            "IDENTITY_ISSUER",
            "OpenID provider that people may sign in at; none when unset"),
    IDENTITY_CLIENT_ID("identity.client-id", "IDENTITY_CLIENT_ID", "what it knows this gateway by"),
    IDENTITY_CLIENT_SECRET(
            "identity.client-secret",
            "IDENTITY_CLIENT_SECRET",
            "the secret that goes with it; a public client when unset"),
    IDENTITY_CLIENT_SECRET_FILE(
            "identity.client-secret-file",
            "IDENTITY_CLIENT_SECRET_FILE",
            "a file that holds that secret"),
    IDENTITY_NAME("identity.name"),
    IDENTITY_SCOPE("identity.scope"),
    IDENTITY_FRESH_LOGIN("identity.fresh-login"),
    BRAND_NAME("brand.name"),
    BRAND_LOGO("brand.logo"),
    BRAND_COLOUR("brand.colour"),
    BRAND_COLOUR_DARK("brand.colour-dark"),
    BRAND_LINKS("brand.links"),
    BRAND_PRIVACY("brand.privacy"),
    BRAND_TERMS("brand.terms"),
    PRIVATE_USE_SCHEMES("clients.private-use-schemes"),
    METADATA_DOCUMENTS("clients.metadata-documents"),
    ADVERTISE_PRIVATE_KEY_JWT("clients.advertise-private-key-jwt"),
    TOKEN_ENDPOINT_AUDIENCE("clients.token-endpoint-audience"),
    RESOURCE_SERVERS(
            "introspection.resource-servers",
            "INTROSPECTION_RESOURCE_SERVERS",
            "who may ask about tokens: id:secret pairs, separated by commas"),
    TOKEN_PREFIX("tokens.prefix"),
    CODE_LIFETIME("tokens.code-lifetime"),
    CODE_REPEAT("tokens.code-repeat"),
    ACCESS_LIFETIME("tokens.access-lifetime"),
    REFRESH_LIFETIME("tokens.refresh-lifetime"),
    GRANT_LIFETIME("tokens.grant-lifetime"),
    REFRESH_GRACE("tokens.refresh-grace"),
    CONNECT_TIMEOUT("bridge.connect-timeout"),
    ANSWER_TIMEOUT("bridge.answer-timeout"),
    STREAM_TIMEOUT("bridge.stream-timeout"),
    KEEP_ALIVE("bridge.keep-alive"),
    EARLY_STREAM("bridge.early-stream"),
    IDLE_CONNECTIONS("bridge.idle-connections"),
    MAX_CALLS("bridge.max-calls"),
    MAX_REQUEST_BYTES("bridge.max-request-bytes"),
    PROBE_TIMEOUT("bridge.probe-timeout"),
    MAX_PROBE_BYTES("bridge.max-probe-bytes"),
    SHARED_NETWORKS("limits.shared-networks"),
    MAX_STREAMS("limits.streams"),
    MAX_REQUESTS("limits.requests"),
    REQUEST_QUEUE("limits.request-queue"),
    REQUEST_PATIENCE("limits.request-patience"),
    OBSERVE_ANALYTICS("observe.analytics"),
    OBSERVE_DOCTOR("observe.doctor"),
    OBSERVE_METRICS("observe.metrics"),
    TRACING_ENDPOINT(
            "tracing.endpoint",
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "takes traces by OTLP over HTTP; none when unset"),
    TRACING_HEADERS(
            "tracing.headers",
            "OTEL_EXPORTER_OTLP_HEADERS",
            "what it wants to be told: name=value pairs, separated by commas"),
    TRACING_SAMPLE("tracing.sample"),
    TRACING_SERVICE_NAME(
            "tracing.service-name", "OTEL_SERVICE_NAME", "what the gateway is called in traces"),
    LOG_LEVEL("logging.level", "LOG_LEVEL", "error, warning, info or debug"),
    LOG_FORMAT("logging.format", "LOG_FORMAT", "auto, text or json; auto is text on a terminal");

    /** What one connector is told by; in a list of them it has no default. */
    private static final Set<Setting> OWN =
            EnumSet.of(CONNECTOR_ID, DISPLAY_NAME, UPSTREAM_URL, KEY_PREFIX);

    /** What the sockets are opened with, though it stands beside what can be changed. */
    private static final Set<Setting> AT_THE_SOCKET = EnumSet.of(MAX_REQUEST_BYTES);

    private final String key;
    private final @Nullable String variable;
    private final String help;

    Setting(String key) {
        this(key, null, "");
    }

    Setting(String key, @Nullable String variable, String help) {
        this.key = key;
        this.variable = variable;
        this.help = help;
    }

    /** Its key in the file, for example {@code server.port}. */
    public String key() {
        return key;
    }

    /** The environment variable that wins over the file; null when it has none. */
    public @Nullable String variable() {
        return variable;
    }

    /** What it is, in a few words. */
    public String help() {
        return help;
    }

    /** Their values when nothing sets them; empty for one that has none. */
    public static Function<Setting, String> fallbacks() {
        return Values.defaults()::text;
    }

    /** Whether a gateway that runs takes another value of it. */
    public boolean reloadable() {
        boolean section = ofConnector() || key.startsWith("bridge.") || key.startsWith("limits.");
        return this == LOG_LEVEL || (section && !AT_THE_SOCKET.contains(this));
    }

    /** Whether it is said of each connector. */
    boolean ofConnector() {
        return key.startsWith("connector.");
    }

    /** Whether it has no default in a list of connectors. */
    boolean withoutDefaultInList() {
        return OWN.contains(this);
    }

    /** How messages name it: the key, and the variable where there is one. */
    @Override
    public String toString() {
        return variable == null ? key : key + " (" + variable + ")";
    }

    /** The settings that have an environment variable. */
    public static Stream<Setting> withVariable() {
        return Stream.of(values()).filter(setting -> setting.variable != null);
    }

    static Optional<Setting> ofKey(String key) {
        return Stream.of(values()).filter(setting -> setting.key.equals(key)).findFirst();
    }
}
