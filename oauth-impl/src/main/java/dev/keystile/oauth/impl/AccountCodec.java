package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.UserId;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An account as JSON; fingerprint and epoch are left out while they are as at its opening. */
final class AccountCodec implements Codec<Account> {
    private static final String PROVEN = "proven";
    private static final String CLAIMED = "claimed";
    private static final String PSEUDONYM = "pseudonym";

    @Override
    public JsonObjectBuilder write(Account account) {
        JsonObjectBuilder json =
                JsonText.object()
                        .add("connector", account.connector().value())
                        .add("at", account.createdAt().toEpochMilli())
                        .add("grants", JsonText.strings(new TreeSet<>(account.grants())));
        JsonText.addUnless(account.createdAt().toEpochMilli(), json, "epoch", account.epoch());
        if (!account.keyFingerprint().equals(account.id())) {
            json.add("fingerprint", account.keyFingerprint());
        }
        Instant dead = account.keyDeadSince();
        if (dead != null) {
            json.add("dead", dead.toEpochMilli());
        }
        KeyCopy copy = account.copy();
        if (copy != null) {
            json.add("identities", JsonText.strings(new TreeSet<>(copy.identities())))
                    .add("copy", copy.sealed());
        }
        return switch (account.subject()) {
            case Account.Subject.Proven(UserId user) -> json.add(PROVEN, user.value());
            case Account.Subject.Claimed(UserId user) -> json.add(CLAIMED, user.value());
            case Account.Subject.Pseudonym(String value) -> json.add(PSEUDONYM, value);
        };
    }

    @Override
    public Account read(String id, JsonObject json) {
        Instant createdAt = JsonText.instant(json, "at");
        return new Account(
                id,
                new ConnectorId(json.getString("connector")),
                subject(json),
                json.getString("fingerprint", id),
                JsonText.number(json, "epoch", createdAt.toEpochMilli()),
                json.containsKey("dead") ? JsonText.instant(json, "dead") : null,
                createdAt,
                copy(json),
                Set.copyOf(JsonText.strings(json, "grants")));
    }

    private static @Nullable KeyCopy copy(JsonObject json) {
        String sealed = JsonText.text(json, "copy");
        return sealed == null
                ? null
                : new KeyCopy(Set.copyOf(JsonText.strings(json, "identities")), sealed);
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
