package dev.keystile.oauth.impl;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** The latest session of a grant as JSON. */
final class SealedSessionCodec implements Codec<SealedSession> {
    @Override
    public JsonObjectBuilder write(SealedSession session) {
        return JsonText.object().add("sealed", session.sealed());
    }

    @Override
    public SealedSession read(String id, JsonObject json) {
        return new SealedSession(json.getString("sealed"));
    }
}
