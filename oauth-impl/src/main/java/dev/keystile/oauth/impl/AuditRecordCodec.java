package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AuditLog;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** A record of the audit log as JSON; its number is its id. */
final class AuditRecordCodec implements Codec<AuditRecord> {
    @Override
    public JsonObjectBuilder write(AuditRecord record) {
        return JsonText.object()
                .add("at", record.at().toEpochMilli())
                .add("who", record.deed().who())
                .add("what", record.deed().what())
                .add("subject", record.deed().subject())
                .add("detail", record.deed().detail())
                .add("mark", record.mark())
                .add("previous", record.previous())
                .add("digest", record.digest());
    }

    @Override
    public AuditRecord read(String id, JsonObject json) {
        return new AuditRecord(
                Long.parseLong(id),
                JsonText.instant(json, "at"),
                new AuditLog.Deed(
                        json.getString("who"),
                        json.getString("what"),
                        json.getString("subject"),
                        json.getString("detail")),
                json.getString("mark"),
                json.getString("previous"),
                json.getString("digest"));
    }
}
