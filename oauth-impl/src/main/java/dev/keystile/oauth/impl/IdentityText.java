package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Identity;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** An identity as JSON. */
final class IdentityText {
    private IdentityText() {}

    static JsonObjectBuilder write(Identity identity) {
        return JsonText.object()
                .add("issuer", identity.issuer())
                .add("sub", identity.subject())
                .add("label", identity.label());
    }

    static Identity read(JsonObject json) {
        return new Identity(
                json.getString("issuer"), json.getString("sub"), json.getString("label"));
    }
}
