package dev.keystile.app.config;

import dev.keystile.oauth.impl.MasterSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
        String file = reader.text(Setting.SECRET_FILE);
        if (!text.isEmpty() && !file.isEmpty()) {
            throw new InvalidSettingException(
                    Setting.SECRET_FILE,
                    "expected nothing, since " + Setting.SECRET + " is set too");
        }
        if (!file.isEmpty()) {
            return secret(reader, Setting.SECRET_FILE, content(file));
        }
        return text.isEmpty() ? null : secret(reader, Setting.SECRET, text);
    }

    private static MasterSecret secret(SettingReader reader, Setting setting, String text) {
        return reader.checked(
                setting, () -> MasterSecret.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String content(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException e) {
            throw new InvalidSettingException(
                    Setting.SECRET_FILE, "expected a text file that can be read");
        }
    }
}
