package dev.keystile.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code config show} shows of secrets: nothing. */
class SettingsInForceTest {
    private static final String VALUE = "what-nobody-is-to-see";

    /** By their names, so that a new one is noticed; files and how tokens are do not count. */
    private static boolean secret(Setting setting) {
        String key = setting.key();
        return (key.contains("secret") || key.endsWith("-token") || key.endsWith("-servers"))
                && !key.endsWith("-file");
    }

    @Test
    void noSettingThatIsNamedASecretIsShown() {
        List<Setting> secrets = Setting.withVariable().filter(SettingsInForceTest::secret).toList();
        Map<String, String> environment =
                secrets.stream().collect(Collectors.toMap(Setting::variable, _ -> VALUE));

        List<SettingsInForce.Shown> shown = SettingsInForce.read(environment, null);

        assertThat(shown).noneMatch(setting -> setting.value().contains(VALUE));
        assertThat(shown)
                .filteredOn(setting -> setting.value().equals("(set)"))
                .extracting(SettingsInForce.Shown::key)
                .hasSameElementsAs(secrets.stream().map(Setting::key).toList());
        assertThat(secrets).contains(Setting.SECRET, Setting.IDENTITY_CLIENT_SECRET);
    }

    @Test
    void everySecretHasAVariable() {
        assertThat(Stream.of(Setting.values()).filter(SettingsInForceTest::secret))
                .allMatch(setting -> setting.variable() != null);
    }
}
