package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Scope;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** A grant as JSON. */
final class GrantCodec implements Codec<Grant> {
    private static final StageCodec STAGES = new StageCodec();

    @Override
    public JsonObjectBuilder write(Grant grant) {
        return JsonText.object()
                .add("id", grant.id().value())
                .add("account", grant.account())
                .add("epoch", grant.epoch())
                .add("client", grant.client().value())
                .add("clientMethod", grant.clientMethod().name())
                .add("resource", grant.resource())
                .add("scope", grant.scope().toString())
                .add("tagKey", grant.tagKey().encode())
                .add("publicKey", grant.custody().publicKey().encode())
                .add("sealedKey", grant.custody().sealedKey())
                .add("createdAt", grant.createdAt().toEpochMilli())
                .add("stage", STAGES.write(grant.stage()));
    }

    @Override
    public Grant read(JsonObject json) {
        return new Grant(
                new GrantId(json.getString("id")),
                json.getString("account"),
                json.getJsonNumber("epoch").longValueExact(),
                new ClientId(json.getString("client")),
                AuthMethod.valueOf(json.getString("clientMethod")),
                json.getString("resource"),
                Scope.parse(json.getString("scope")),
                JsonText.bytes(json, "tagKey"),
                new Custody(JsonText.bytes(json, "publicKey"), json.getString("sealedKey")),
                STAGES.read(json.getJsonObject("stage")),
                JsonText.instant(json, "createdAt"));
    }
}
