package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Doctor.Stage;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/** Steps as JSON, in the order in which they were seen. */
final class FootprintCodec implements Codec<List<Footprint>> {
    @Override
    public JsonObjectBuilder write(List<Footprint> steps) {
        return JsonText.object().add("steps", JsonText.array(steps, FootprintCodec::write));
    }

    @Override
    public List<Footprint> read(String id, JsonObject json) {
        return JsonText.list(json, "steps", FootprintCodec::read);
    }

    private static JsonObjectBuilder write(Footprint step) {
        JsonObjectBuilder json =
                JsonText.object()
                        .add("at", step.at().toEpochMilli())
                        .add("stage", step.stage().name());
        if (step.failed()) {
            json.add("failed", true);
        }
        JsonText.add(json, "evidence", step.evidence().isEmpty() ? null : step.evidence());
        JsonText.add(json, "network", step.network().isEmpty() ? null : step.network());
        JsonText.add(json, "client", step.client());
        JsonText.add(json, "redirect", step.redirectUri());
        JsonText.add(json, "resource", step.resource());
        JsonText.add(json, "grant", step.grant());
        return json;
    }

    private static Footprint read(JsonObject json) {
        return new Footprint(
                JsonText.instant(json, "at"),
                Stage.valueOf(json.getString("stage")),
                json.getBoolean("failed", false),
                json.getString("evidence", ""),
                json.getString("network", ""),
                JsonText.text(json, "client"),
                JsonText.text(json, "redirect"),
                JsonText.text(json, "resource"),
                JsonText.text(json, "grant"));
    }
}
