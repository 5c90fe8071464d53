package dev.keystile.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.mcp.bridge.BridgeSettings;
import dev.keystile.mcp.bridge.UpstreamSettings;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Network;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.impl.ClientPolicy;
import dev.keystile.oauth.impl.DefaultLimits;
import dev.keystile.oauth.impl.TokenSettings;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppConfigTest extends ConfigCase {
    @Test
    void startsWithNothingSet() {
        var config = read();

        assertThat(config.issuer().value()).isEqualTo("http://localhost:8080");
        assertThat(config.publicSocket().listener().host()).isEqualTo("127.0.0.1");
        assertThat(config.managementSocket().port()).isEqualTo(8081);
        assertThat(config.connectors().getFirst().upstream()).isNull();
        assertThat(config.connectors().getFirst().keyPrefix()).isEqualTo("jean_sk_");
        assertThat(config.connectors().getFirst().userIdTrust()).isEqualTo(UserIdTrust.CLAIMED);
        assertThat(config.secret()).isNull();
        assertThat(config.introspection()).hasToString("IntrospectionCallers[]");
        assertThat(config.consentReview()).isTrue();
        assertThat(config.logLevel()).isEqualTo(Level.INFO);
    }

    @Test
    @DisplayName("The file's defaults are those of the parts")
    void defaultsAreThoseOfTheParts() {
        assertThat(read().tokens()).isEqualTo(TokenSettings.DEFAULT);
        assertThat(read().bridge()).isEqualTo(BridgeSettings.DEFAULTS);
        assertThat(read().connectors().getFirst().settings())
                .isEqualTo(UpstreamSettings.of(BridgeSettings.DEFAULTS));
        assertThat(read().clients()).isEqualTo(ClientPolicy.DEFAULT);
    }

    @Test
    @DisplayName("application.yaml holds every setting and nothing else")
    void fileAndSettingsAgree() {
        Config file =
                Config.builder(ConfigSources.classpath("application.yaml"))
                        .disableEnvironmentVariablesSource()
                        .disableSystemPropertiesSource()
                        .build();

        assertThat(file.traverse().filter(Config::isLeaf).map(leaf -> leaf.key().toString()))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(
                                        Stream.of(Setting.values()).map(Setting::key),
                                        LimitsReader.KEYS.stream())
                                .toList());
    }

    @Test
    @DisplayName(
            "Behind a proxy that nobody said to trust all callers are one network of many people")
    void unknownProxyIsShared() throws Exception {
        var config =
                read(
                        "API_BASE_URL=https://mcp.example.com",
                        "MCP_UPSTREAM_URL=https://u.example.com/mcp");
        assertThat(config.publicSocket().unknownProxy()).isTrue();
        assertThat(
                        config.publicSocket()
                                .callers()
                                .networks()
                                .of(InetAddress.ofLiteral("10.1.2.3"))
                                .shared())
                .isTrue();

        assertThat(read().publicSocket().unknownProxy()).isFalse();
        assertThat(read().publicSocket().callers().networks().of(InetAddress.ofLiteral("10.1.2.3")))
                .isEqualTo(new Network("10.1.2.0/24", false));
    }

    @Test
    @DisplayName("The defaults of the file are those of the limiter")
    void limitsAreTheDefaults() {
        for (LimitRule rule : LimitRule.values()) {
            assertThat(read().limits().rules().quota(rule))
                    .as(rule.text())
                    .isEqualTo(DefaultLimits.rules().quota(rule));
        }
    }

    @Test
    void environmentIsRead() {
        var config =
                read(
                        "API_BASE_URL=https://mcp.example.com",
                        "MCP_UPSTREAM_URL=https://upstream.example.com/mcp",
                        "API_KEY_PREFIX=",
                        "HOST=0.0.0.0",
                        "PORT=1",
                        "MANAGEMENT_PORT=2",
                        "STORAGE=memory",
                        "KEYSTILE_SECRET=" + "s".repeat(32));

        assertThat(config.issuer().value()).isEqualTo("https://mcp.example.com");
        assertThat(config.connectors().getFirst().upstream())
                .isEqualTo(URI.create("https://upstream.example.com/mcp"));
        assertThat(config.connectors().getFirst().keyPrefix()).isEmpty();
        assertThat(config.publicSocket().listener().host()).isEqualTo("0.0.0.0");
        assertThat(config.publicSocket().listener().port()).isEqualTo(1);
        assertThat(config.managementSocket().port()).isEqualTo(2);
        assertThat(config.secret()).isNotNull();
    }

    @Test
    void baseUrlFollowsThePort() {
        assertThat(read("PORT=9000").issuer().value()).isEqualTo("http://localhost:9000");
        assertThat(read("PORT=80").issuer().value()).isEqualTo("http://localhost");
    }

    @Test
    void emptyVariableCountsAsUnset() {
        assertThat(read("PORT=", "API_BASE_URL= ", "KEYSTILE_SECRET=").issuer().value())
                .isEqualTo("http://localhost:8080");
    }

    @Test
    void environmentWinsOverFileAndFileOverDefaults() throws IOException {
        var config = readFile("server:\n  port: 9001\nmanagement:\n  port: 9002\n", "PORT=9003");

        assertThat(config.publicSocket().listener().port()).isEqualTo(9003);
        assertThat(config.managementSocket().port()).isEqualTo(9002);
        assertThat(config.tokens()).isEqualTo(TokenSettings.DEFAULT);
    }

    @Test
    void fileSetsWhatHasNoVariable() throws IOException {
        var config =
                readFile(
                        """
                        tokens:
                          access-lifetime: 5m
                          refresh-grace: 0s
                        connector:
                          key-header: Authorization
                          key-scheme: Bearer
                          user-id: checked-by-upstream
                        consent:
                          review: false
                        clients:
                          private-use-schemes: ""
                        logging:
                          level: debug
                        """);

        assertThat(config.tokens().accessLifetime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.tokens().refreshGrace()).isZero();
        assertThat(config.connectors().getFirst().keyHeader().valueFor(Secret.of("k")))
                .isEqualTo("Bearer k");
        assertThat(config.connectors().getFirst().userIdTrust())
                .isEqualTo(UserIdTrust.CHECKED_BY_UPSTREAM);
        assertThat(config.consentReview()).isFalse();
        assertThat(config.clients().privateUseSchemes()).isEmpty();
        assertThat(config.logLevel()).isEqualTo(Level.DEBUG);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PORT=abc | server.port (PORT): expected a whole number from 0 to 65535, found 'abc'",
                "PORT=65536 | server.port (PORT)",
                "PORT=-1 | server.port (PORT)",
                "PORT=99999999999 | server.port (PORT)",
                "PORT=0 | server.base-url (API_BASE_URL)",
                "MANAGEMENT_PORT=x | management.port (MANAGEMENT_PORT)",
                "HOST=a b | server.host (HOST)",
                "API_BASE_URL=http://gateway.example.com | server.base-url (API_BASE_URL): expected https",
                "API_BASE_URL=https://gateway.example.com/ | server.base-url (API_BASE_URL)",
                "API_BASE_URL=nonsense | server.base-url (API_BASE_URL)",
                "MCP_UPSTREAM_URL=ftp://a | connector.upstream-url (MCP_UPSTREAM_URL): expected an http or https URL",
                "MCP_UPSTREAM_URL=https://u:p@a/mcp | connector.upstream-url (MCP_UPSTREAM_URL): expected an http or https URL, found 'https://(hidden)@a/mcp'",
                "MCP_UPSTREAM_URL=http:// | connector.upstream-url (MCP_UPSTREAM_URL)",
                "API_KEY_PREFIX=a b | connector.key-prefix (API_KEY_PREFIX)",
                "STORAGE=tape | storage (STORAGE): expected one of file, memory, redis, found 'tape'",
                "STORAGE=redis | redis.url (REDIS_URL): expected a URL, since storage is redis",
                "REDIS_URL=http://a | redis.url (REDIS_URL): expected redis://",
                "REDIS_URL=redis://a | secret (KEYSTILE_SECRET): expected a secret, since what is kept in Redis",
                "KEYSTILE_SECRET_FILE=/no/such/file | secret-file (KEYSTILE_SECRET_FILE): expected a text file",
                "KEYSTILE_TYPO=1 | KEYSTILE_TYPO: unknown environment variable"
            })
    void wrongVariableIsNamed(String variable, String message) {
        assertThatThrownBy(() -> read(variable))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server: {prot: 1} | server.prot: unknown key in ",
                "sever: {port: 1} | sever: unknown key in ",
                "sever: {} | sever: unknown key in ",
                "server: 1 | server: unknown key in ",
                "server: {port: [1, 2]} | server.port: unknown key in ",
                "tokens: {code-lifetime: 11m} | tokens.code-lifetime: expected a number with ms, s, m, h or d, from 1s",
                "tokens: {code-lifetime: 60} | tokens.code-lifetime: expected a number with ms, s, m, h or d, from 1s",
                "tokens: {refresh-lifetime: 59m} | tokens.refresh-lifetime",
                "tokens: {refresh-grace: 1h} | tokens.refresh-grace",
                "tokens: {prefix: a b} | tokens.prefix",
                "consent: {review: maybe} | consent.review: expected one of false, true, found 'maybe'",
                "connector: {id: oauth} | connector.id",
                "connector: {display-name: ''} | connector.display-name",
                "connector: {key-header: 'a b'} | connector.key-header",
                "connector: {user-id: proven} | connector.user-id: expected one of checked-by-upstream, claimed",
                "bridge: {idle-connections: 0} | bridge.idle-connections",
                "clients: {private-use-schemes: 'A B'} | clients.private-use-schemes",
                "logging: {level: loud} | logging.level (LOG_LEVEL): expected one of debug, error, info, warning",
                "'{' | --config:",
                "'a: b: c' | --config:"
            })
    void wrongFileIsExplained(String yaml, String message) {
        assertThatThrownBy(() -> readFile(yaml))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void emptyFileChangesNothing() throws IOException {
        assertThat(readFile("# nothing\n").issuer()).isEqualTo(read().issuer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.yaml", "."})
    void unreadableFileIsNamed(String name) {
        assertThatThrownBy(() -> AppConfig.read(Map.of(), folder.resolve(name)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("--config: ");
    }

    @Test
    void textIsNotResolvedOrExpanded() throws IOException {
        assertThat(
                        readFile("connector: {display-name: '${storage} ok'}")
                                .connectors()
                                .getFirst()
                                .displayName())
                .isEqualTo("${storage} ok");
    }
}
