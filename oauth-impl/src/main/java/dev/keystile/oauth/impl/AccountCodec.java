package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.UserId;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;

/** An account as JSON. */
final class AccountCodec implements Codec<Account> {
    private static final String PROVEN = "proven";
    private static final String CLAIMED = "claimed";
    private static final String PSEUDONYM = "pseudonym";

    @Override
    public JsonObjectBuilder write(Account account) {
        JsonObjectBuilder json =
                JsonText.object()
                        .add("id", account.id())
                        .add("connector", account.connector().value())
                        .add("fingerprint", account.keyFingerprint())
                        .add("epoch", account.epoch())
                        .add("createdAt", account.createdAt().toEpochMilli());
        Instant dead = account.keyDeadSince();
        if (dead != null) {
            json.add("keyDeadSince", dead.toEpochMilli());
        }
        return switch (account.subject()) {
            case Account.Subject.Proven(UserId user) -> json.add(PROVEN, user.value());
            case Account.Subject.Claimed(UserId user) -> json.add(CLAIMED, user.value());
            case Account.Subject.Pseudonym(String value) -> json.add(PSEUDONYM, value);
        };
    }

    @Override
    public Account read(JsonObject json) {
        return new Account(
                json.getString("id"),
                new ConnectorId(json.getString("connector")),
                subject(json),
                json.getString("fingerprint"),
                json.getJsonNumber("epoch").longValueExact(),
                json.containsKey("keyDeadSince") ? JsonText.instant(json, "keyDeadSince") : null,
                JsonText.instant(json, "createdAt"));
    }

    private static Account.Subject subject(JsonObject json) {
        if (json.containsKey(PROVEN)) {
            return new Account.Subject.Proven(new UserId(json.getString(PROVEN)));
        }
        return json.containsKey(CLAIMED)
                ? new Account.Subject.Claimed(new UserId(json.getString(CLAIMED)))
                : new Account.Subject.Pseudonym(json.getString(PSEUDONYM));
    }
}
