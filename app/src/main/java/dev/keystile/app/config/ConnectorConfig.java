package dev.keystile.app.config;

import dev.keystile.mcp.bridge.BridgeSettings;
import dev.keystile.mcp.bridge.KeyCheckMethod;
import dev.keystile.mcp.bridge.RawKeys;
import dev.keystile.mcp.bridge.UpstreamSettings;
import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.UserIdTrust;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server behind the gateway.
 *
 * @param upstream null for the embedded demo server
 * @param settings how it is called, and how keys are checked
 */
public record ConnectorConfig(
        ConnectorId id,
        String displayName,
        @Nullable URI upstream,
        ApiKeyHeader keyHeader,
        String keyPrefix,
        @Nullable URI keyHelp,
        UserIdTrust userIdTrust,
        UpstreamSettings settings) {
    static ConnectorConfig read(SettingReader reader, BridgeSettings bridge) {
        UpstreamSettings settings = UpstreamReader.read(reader, bridge);
        ApiKeyHeader keyHeader = keyHeader(reader);
        requireTellable(reader, keyHeader, settings.handling().rawKeys());
        return new ConnectorConfig(
                reader.checked(
                        Setting.CONNECTOR_ID,
                        () -> new ConnectorId(reader.text(Setting.CONNECTOR_ID))),
                reader.matching(Setting.DISPLAY_NAME, "[^\\p{Cntrl}]{1,64}", "1 to 64 characters"),
                reader.url(Setting.UPSTREAM_URL),
                keyHeader,
                reader.matching(
                        Setting.KEY_PREFIX, "[!-~]{0,64}", "at most 64 visible ASCII characters"),
                reader.url(Setting.KEY_HELP),
                userIdTrust(reader, settings.keyCheck()),
                settings);
    }

    /**
     * The connector before its own upstream.
     *
     * @throws NullPointerException when it has none
     */
    public Connector connector() {
        return before(Objects.requireNonNull(upstream), userIdTrust);
    }

    /** The connector before this upstream, which is known to treat user ids so. */
    public Connector before(URI url, UserIdTrust trust) {
        return new Connector(id, displayName, url, keyHeader, keyPrefix, keyHelp, trust);
    }

    private static UserIdTrust userIdTrust(SettingReader reader, KeyCheckMethod keyCheck) {
        UserIdTrust said =
                reader.choice(
                        Setting.USER_ID,
                        Map.of(
                                "claimed",
                                UserIdTrust.CLAIMED,
                                "checked-by-upstream",
                                UserIdTrust.CHECKED_BY_UPSTREAM));
        return keyCheck instanceof KeyCheckMethod.Whoami ? UserIdTrust.NAMED_BY_UPSTREAM : said;
    }

    /** Where a key and a token come in the same field, the prefix of tokens tells them apart. */
    private static void requireTellable(
            SettingReader reader, ApiKeyHeader keyHeader, RawKeys rawKeys) {
        String tokens = reader.text(Setting.TOKEN_PREFIX);
        if (keyHeader.isAuthorization()
                && rawKeys.allowed()
                && reader.text(Setting.KEY_PREFIX).startsWith(tokens)) {
            throw reader.problem(
                    Setting.KEY_PREFIX,
                    "expected keys to begin otherwise than tokens, with \""
                            + tokens
                            + "\" (tokens.prefix), since both come in Authorization");
        }
    }

    private static ApiKeyHeader keyHeader(SettingReader reader) {
        return reader.checked(
                Setting.KEY_HEADER,
                () ->
                        new ApiKeyHeader(
                                reader.text(Setting.KEY_HEADER),
                                reader.textOrNull(Setting.KEY_SCHEME)));
    }
}
