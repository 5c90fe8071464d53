package dev.keystile.oauth.impl;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** How one kind of record is written as compact JSON and read back. */
interface Codec<A> {
    JsonObjectBuilder write(A value);

    A read(JsonObject json);
}
