package dev.keystile.oauth.impl;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.TreeMap;

/** The accounts of a key as JSON. */
final class KeyIndexCodec implements Codec<KeyIndex> {
    @Override
    public JsonObjectBuilder write(KeyIndex index) {
        JsonObjectBuilder accounts = JsonText.object();
        new TreeMap<>(index.accounts()).forEach(accounts::add);
        return JsonText.object().add("accounts", accounts);
    }

    @Override
    public KeyIndex read(String id, JsonObject json) {
        JsonObject accounts = json.getJsonObject("accounts");
        var read = new TreeMap<String, String>();
        accounts.keySet().forEach(subject -> read.put(subject, accounts.getString(subject)));
        return new KeyIndex(read);
    }
}
