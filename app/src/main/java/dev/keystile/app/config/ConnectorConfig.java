package dev.keystile.app.config;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.UserIdTrust;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The MCP server behind the gateway.
 *
 * @param upstream null for the embedded demo server
 */
public record ConnectorConfig(
        ConnectorId id,
        String displayName,
        @Nullable URI upstream,
        ApiKeyHeader keyHeader,
        String keyPrefix,
        @Nullable URI keyHelp,
        UserIdTrust userIdTrust) {
    static ConnectorConfig read(SettingReader reader) {
        return new ConnectorConfig(
                reader.checked(
                        Setting.CONNECTOR_ID,
                        () -> new ConnectorId(reader.text(Setting.CONNECTOR_ID))),
                reader.matching(Setting.DISPLAY_NAME, "[^\\p{Cntrl}]{1,64}", "1 to 64 characters"),
                reader.url(Setting.UPSTREAM_URL),
                keyHeader(reader),
                reader.matching(
                        Setting.KEY_PREFIX, "[!-~]{0,64}", "at most 64 visible ASCII characters"),
                reader.url(Setting.KEY_HELP),
                reader.choice(
                        Setting.USER_ID,
                        Map.of(
                                "claimed",
                                UserIdTrust.CLAIMED,
                                "checked-by-upstream",
                                UserIdTrust.CHECKED_BY_UPSTREAM)));
    }

    /** The connector before this upstream. */
    public Connector before(URI url) {
        return before(url, userIdTrust);
    }

    /** The connector before this upstream, which is known to treat user ids so. */
    public Connector before(URI url, UserIdTrust trust) {
        return new Connector(id, displayName, url, keyHeader, keyPrefix, keyHelp, trust);
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
