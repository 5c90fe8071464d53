package dev.keystile.app.config;

import dev.keystile.app.http.AdminSettings;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.OperatorTokens;
import org.jspecify.annotations.Nullable;

/** Reads who may administer the gateway, and from where. No message shows a token. */
final class AdminReader {
    private AdminReader() {}

    static AdminSettings read(SettingReader reader) {
        Secret admin = secret(reader, Setting.ADMIN_TOKEN);
        Secret viewer = secret(reader, Setting.VIEWER_TOKEN);
        reader.checked(Setting.ADMIN_TOKEN, () -> OperatorTokens.of(admin, null));
        OperatorTokens tokens =
                reader.checked(Setting.VIEWER_TOKEN, () -> OperatorTokens.of(admin, viewer));
        return new AdminSettings(tokens, base(reader));
    }

    private static @Nullable Secret secret(SettingReader reader, Setting setting) {
        String text = reader.textOrNull(setting);
        return text == null ? null : Secret.of(text);
    }

    private static @Nullable Issuer base(SettingReader reader) {
        String url = reader.text(Setting.MANAGEMENT_URL);
        if (url.isEmpty()) {
            return null;
        }
        Issuer base = reader.checked(Setting.MANAGEMENT_URL, () -> new Issuer(url));
        if (!base.https()) {
            throw new InvalidSettingException(Setting.MANAGEMENT_URL, "expected an https URL");
        }
        return base;
    }
}
