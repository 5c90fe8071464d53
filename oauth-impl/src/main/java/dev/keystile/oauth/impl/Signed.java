package dev.keystile.oauth.impl;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/**
 * A value with the name of the write that made it. A store takes the same text twice for one write
 * that was sent again; two nodes that add the same to the same have to write two texts.
 *
 * @param by empty when nobody said
 */
record Signed<V>(V value, String by) {
    /** The value's JSON with one more member. */
    record Format<V>(Codec<V> values) implements Codec<Signed<V>> {
        @Override
        public JsonObjectBuilder write(Signed<V> signed) {
            return values.write(signed.value()).add("by", signed.by());
        }

        @Override
        public Signed<V> read(String id, JsonObject json) {
            return new Signed<>(values.read(id, json), json.getString("by", ""));
        }
    }
}
