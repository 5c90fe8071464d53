package dev.keystile.app.config;

import dev.keystile.app.http.RequestLimits;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import dev.keystile.oauth.impl.LimitRules;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads how much is taken of callers. */
record LimitsReader(SettingReader reader) {
    /** Where the rules stand, each under its name. */
    static final String RULES = "limits.rules";

    static final Set<String> KEYS =
            Stream.of(LimitRule.values()).map(LimitsReader::key).collect(Collectors.toSet());

    LimitSettings read() {
        return new LimitSettings(
                rules(),
                reader.number(Setting.MAX_STREAMS, 1, 1_000_000),
                new RequestLimits(
                        reader.number(Setting.MAX_REQUESTS, 1, 1_000_000),
                        reader.number(Setting.REQUEST_QUEUE, 0, 1_000_000),
                        reader.duration(
                                Setting.REQUEST_PATIENCE,
                                Duration.ofMillis(1),
                                Duration.ofMinutes(1))));
    }

    private LimitRules rules() {
        LimitRules rules = new LimitRules(Map.of());
        for (LimitRule rule : LimitRule.values()) {
            rules = rules.with(rule, quota(rule));
        }
        return rules;
    }

    private @Nullable Quota quota(LimitRule rule) {
        String text = reader.textOf(key(rule));
        try {
            return QuotaText.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(rule, String.valueOf(e.getMessage()), text);
        }
    }

    private static InvalidSettingException wrong(LimitRule rule, String problem, String found) {
        return new InvalidSettingException(key(rule), problem + ", found '" + found + "'");
    }

    private static String key(LimitRule rule) {
        return RULES + "." + rule.text();
    }
}
