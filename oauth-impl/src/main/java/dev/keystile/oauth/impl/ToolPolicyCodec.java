package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ToolPolicy;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Set;

/** A tool policy as two members of a grant: with neither of them it is every tool. */
final class ToolPolicyCodec {
    private static final String NAMES = "tools";
    private static final String READ_ONLY = "readOnly";

    private ToolPolicyCodec() {}

    static void write(ToolPolicy policy, JsonObjectBuilder json) {
        if (policy instanceof ToolPolicy.Named named) {
            json.add(NAMES, JsonText.strings(named.sorted()));
        }
        if (policy.asksForReadOnly()) {
            json.add(READ_ONLY, true);
        }
    }

    static ToolPolicy read(JsonObject json) {
        boolean readOnly = json.containsKey(READ_ONLY) && json.getBoolean(READ_ONLY);
        if (json.containsKey(NAMES)) {
            return new ToolPolicy.Named(Set.copyOf(JsonText.strings(json, NAMES)), readOnly);
        }
        return readOnly ? new ToolPolicy.ReadOnly() : new ToolPolicy.Everything();
    }
}
