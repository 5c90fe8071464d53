package dev.keystile.oauth.impl;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Set;
import java.util.TreeSet;

/** The grants of an account as JSON. */
final class AccountGrantsCodec implements Codec<AccountGrants> {
    @Override
    public JsonObjectBuilder write(AccountGrants grants) {
        return JsonText.object().add("grants", JsonText.strings(new TreeSet<>(grants.ids())));
    }

    @Override
    public AccountGrants read(String id, JsonObject json) {
        return new AccountGrants(Set.copyOf(JsonText.strings(json, "grants")));
    }
}
