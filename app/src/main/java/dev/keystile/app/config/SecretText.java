package dev.keystile.app.config;

import dev.keystile.oauth.impl.MasterSecret;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the operator's secret: the bytes of a text as they stand, whatever encoding the text may be
 * in.
 */
final class SecretText {
    private SecretText() {}

    /** The secret of the setting, else of the file; null when both are unset. */
    static @Nullable MasterSecret read(SettingReader reader) {
        String text = reader.text(Setting.SECRET);
        boolean file = !reader.text(Setting.SECRET_FILE).isEmpty();
        if (!text.isEmpty() && file) {
            throw new InvalidSettingException(
                    Setting.SECRET_FILE,
                    "expected nothing, since " + Setting.SECRET + " is set too");
        }
        if (file) {
            return secret(reader, Setting.SECRET_FILE, reader.content(Setting.SECRET_FILE));
        }
        return text.isEmpty() ? null : secret(reader, Setting.SECRET, text);
    }

    private static MasterSecret secret(SettingReader reader, Setting setting, String text) {
        return reader.checked(
                setting, () -> MasterSecret.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
