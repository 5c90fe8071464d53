package dev.keystile.oauth.impl;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** How one kind of record is written as compact JSON and read back. */
interface Codec<A> {
    JsonObjectBuilder write(A value);

    /**
     * Reads what was written under this id; where a value knows its id, its text does not say it.
     */
    A read(String id, JsonObject json);

    /**
     * The text of a record that is read where there is none, so that this takes as long (SEC-12);
     * empty where nobody can learn anything from the time.
     */
    default String decoy() {
        return "";
    }
}
