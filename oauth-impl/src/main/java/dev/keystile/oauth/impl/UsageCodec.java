package dev.keystile.oauth.impl;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** The usage of a grant as JSON. */
final class UsageCodec implements Codec<Usage> {
    @Override
    public JsonObjectBuilder write(Usage usage) {
        return JsonText.object()
                .add("calls", usage.calls())
                .add("last", usage.last().toEpochMilli());
    }

    @Override
    public Usage read(String id, JsonObject json) {
        return new Usage(JsonText.number(json, "calls", 0), JsonText.instant(json, "last"));
    }
}
