package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitControl.KeyQuota;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An overridden limit as JSON; without {@code amount} there is none. */
final class KeyQuotaCodec implements Codec<KeyQuota> {
    @Override
    public JsonObjectBuilder write(KeyQuota override) {
        JsonObjectBuilder json =
                JsonText.object()
                        .add("rule", override.charge().rule().text())
                        .add("key", override.charge().key())
                        .add("until", override.until().toEpochMilli());
        Quota quota = override.quota();
        return quota == null
                ? json
                : json.add("amount", quota.amount()).add("window", quota.window().toMillis());
    }

    @Override
    public KeyQuota read(String id, JsonObject json) {
        return new KeyQuota(
                new Charge(
                        LimitRule.named(json.getString("rule")).orElseThrow(),
                        json.getString("key")),
                quota(json),
                JsonText.instant(json, "until"));
    }

    private static @Nullable Quota quota(JsonObject json) {
        return json.containsKey("amount")
                ? new Quota(
                        json.getJsonNumber("amount").longValueExact(),
                        Duration.ofMillis(json.getJsonNumber("window").longValueExact()))
                : null;
    }
}
