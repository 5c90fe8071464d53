package dev.keystile.app.config;

import dev.keystile.oauth.api.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a command reaches a gateway with these settings.
 *
 * @param management its management socket, from this machine
 * @param token the admin's, else the viewer's; null when none is configured
 */
public record AdminAccess(URI management, @Nullable Secret token) {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::");

    /**
     * Reads it: environment before file before defaults.
     *
     * @param file a YAML file; null for none
     * @throws InvalidSettingException for whatever is wrong
     */
    public static AdminAccess read(Map<String, String> environment, @Nullable Path file) {
        var reader = new SettingReader(Values.read(environment, file));
        String host = reader.host(Setting.MANAGEMENT_HOST);
        String here = EVERYWHERE.contains(host) ? "127.0.0.1" : host;
        String literal = here.contains(":") ? "[" + here + "]" : here;
        String admin = reader.textOrNull(Setting.ADMIN_TOKEN);
        String token = admin == null ? reader.textOrNull(Setting.VIEWER_TOKEN) : admin;
        return new AdminAccess(
                URI.create("http://" + literal + ":" + reader.port(Setting.MANAGEMENT_PORT)),
                token == null ? null : Secret.of(token));
    }
}
