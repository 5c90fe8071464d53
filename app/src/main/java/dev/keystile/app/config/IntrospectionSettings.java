package dev.keystile.app.config;

import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.IntrospectionCallers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads who may introspect tokens. No message shows what was found, since it may be a secret. */
final class IntrospectionSettings {
    private IntrospectionSettings() {}

    static IntrospectionCallers read(SettingReader reader) {
        String pairs = reader.text(Setting.RESOURCE_SERVERS);
        Map<String, Secret> servers =
                reader.checked(Setting.RESOURCE_SERVERS, () -> resourceServers(pairs));
        String admin = reader.textOrNull(Setting.ADMIN_TOKEN);
        return reader.checked(
                Setting.ADMIN_TOKEN,
                () -> IntrospectionCallers.of(servers, admin == null ? null : Secret.of(admin)));
    }

    private static Map<String, Secret> resourceServers(String pairs) {
        Map<String, Secret> servers = new LinkedHashMap<>();
        for (String pair : pairs.isEmpty() ? List.<String>of() : List.of(pairs.split(",", -1))) {
            int colon = pair.indexOf(':');
            require(colon > 0, "id:secret pairs, separated by commas");
            Secret secret = Secret.of(pair.substring(colon + 1).strip());
            @Nullable Secret other = servers.put(pair.substring(0, colon).strip(), secret);
            require(other == null, "each id once");
        }
        // Checked here, so that what is wrong is said of this setting.
        IntrospectionCallers.of(servers, null);
        return servers;
    }

    private static void require(boolean condition, String expected) {
        if (!condition) {
            throw new IllegalArgumentException("expected " + expected);
        }
    }
}
