package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Scope;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.List;

/**
 * A grant as JSON; what is as in most grants is left out. The epoch of an account that was opened
 * together with the grant is the time of both.
 */
final class GrantCodec implements Codec<Grant> {
    private static final Scope USUAL_SCOPE = new Scope(List.of(Scope.MCP, Scope.OFFLINE_ACCESS));
    private static final AuthMethod USUAL_METHOD = AuthMethod.NONE;

    @Override
    public JsonObjectBuilder write(Grant grant) {
        JsonObjectBuilder json =
                JsonText.object()
                        .add("account", grant.account())
                        .add("client", grant.client().value())
                        .add("resource", grant.resource())
                        .add("at", grant.createdAt().toEpochMilli());
        JsonText.addUnless(USUAL_SCOPE, json, grant.scope());
        ToolPolicyCodec.write(grant.tools(), json);
        JsonText.addUnless(grant.createdAt().toEpochMilli(), json, "epoch", grant.epoch());
        if (grant.clientMethod() != USUAL_METHOD) {
            json.add("method", grant.clientMethod().value());
        }
        json.add("tag", grant.tagKey().encode());
        write(grant.custody(), json);
        return json.addAll(new StageCodec(grant.scope()).write(grant.stage()));
    }

    @Override
    public Grant read(String id, JsonObject json) {
        Scope scope = JsonText.scope(json, USUAL_SCOPE);
        Instant createdAt = JsonText.instant(json, "at");
        return new Grant(
                new GrantId(id),
                json.getString("account"),
                JsonText.number(json, "epoch", createdAt.toEpochMilli()),
                new ClientId(json.getString("client")),
                method(json),
                json.getString("resource"),
                scope,
                ToolPolicyCodec.read(json),
                JsonText.bytes(json, "tag"),
                custody(json),
                new StageCodec(scope).read(json),
                createdAt);
    }

    private static AuthMethod method(JsonObject json) {
        String method = JsonText.text(json, "method");
        return method == null ? USUAL_METHOD : AuthMethod.of(method).orElseThrow();
    }

    private static void write(Custody custody, JsonObjectBuilder json) {
        if (!custody.equals(Custody.ERASED)) {
            json.add("pub", custody.publicKey().encode()).add("key", custody.sealedKey());
        }
    }

    private static Custody custody(JsonObject json) {
        return json.containsKey("key")
                ? new Custody(JsonText.bytes(json, "pub"), json.getString("key"))
                : Custody.ERASED;
    }
}
