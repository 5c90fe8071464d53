package dev.keystile.app.config;

import dev.keystile.oauth.impl.MasterSecret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the secrets that the operator replaced: what was sealed under them still opens. */
final class PreviousSecrets {
    private PreviousSecrets() {}

    /** The secret with those it replaces; null when there is no secret. */
    static @Nullable MasterSecret join(SettingReader reader, @Nullable MasterSecret secret) {
        List<MasterSecret> previous =
                Stream.concat(
                                read(
                                        reader,
                                        Setting.SECRET_PREVIOUS,
                                        reader.text(Setting.SECRET_PREVIOUS),
                                        ","),
                                read(
                                        reader,
                                        Setting.SECRET_PREVIOUS_FILE,
                                        reader.content(Setting.SECRET_PREVIOUS_FILE),
                                        "\n"))
                        .toList();
        if (secret == null && !previous.isEmpty()) {
            throw new InvalidSettingException(
                    Setting.SECRET,
                    "expected a secret, since others are named as its previous ones");
        }
        return secret == null ? null : secret.replacing(previous);
    }

    private static Stream<MasterSecret> read(
            SettingReader reader, Setting setting, String texts, String separator) {
        return Stream.of(texts.split(separator, -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text ->
                        reader.checked(
                                setting,
                                () -> MasterSecret.of(text.getBytes(StandardCharsets.UTF_8))));
    }
}
