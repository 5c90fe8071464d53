package dev.keystile.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({
        "redis://:ab/cd@redis:6379, redis://(hidden)@redis:6379",
        "redis://:p@ss@redis:6379, redis://(hidden)@redis:6379",
        "redis://user:p?ss@redis:6379, redis://(hidden)",
        "redis://user:p#ss@redis:6379, redis://(hidden)",
        "redis://redis:6379/1, redis://redis:6379/1",
        "https://h.example.com/mcp?key=a, https://h.example.com/mcp?(hidden)",
        "https://h.example.com/mcp?key=a@b, https://(hidden)",
        "https://h.example.com/@a/mcp, https://(hidden)@a/mcp"
    })
    void whatMayBeAPasswordInAUrlIsNotShown(String url, String shown) {
        assertThat(SettingsInForce.read(Map.of("REDIS_URL", url), null))
                .filteredOn(setting -> setting.key().equals("redis.url"))
                .singleElement()
                .extracting(SettingsInForce.Shown::value)
                .isEqualTo(shown);
    }

    @Test
    void everySecretHasAVariable() {
        assertThat(Stream.of(Setting.values()).filter(SettingsInForceTest::secret))
                .allMatch(setting -> setting.variable() != null);
    }
}
