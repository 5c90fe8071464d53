package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The quota of each rule; one without does not limit. Immutable. */
public final class LimitRules {
    private final Map<LimitRule, Quota> quotas;

    /** Copies the map. */
    public LimitRules(Map<LimitRule, Quota> quotas) {
        this.quotas = new EnumMap<>(LimitRule.class);
        this.quotas.putAll(quotas);
    }

    /** The same with another quota for one rule; null for no limit. */
    public LimitRules with(LimitRule rule, @Nullable Quota quota) {
        var rules = new LimitRules(quotas);
        if (quota == null) {
            rules.quotas.remove(rule);
        } else {
            rules.quotas.put(rule, quota);
        }
        return rules;
    }

    /** Null for no limit. */
    public @Nullable Quota quota(LimitRule rule) {
        return quotas.get(rule);
    }
}
