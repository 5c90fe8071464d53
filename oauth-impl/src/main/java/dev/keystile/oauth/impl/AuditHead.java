package dev.keystile.oauth.impl;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/**
 * Where the chain of the audit log begins and ends.
 *
 * @param last number that is known to be written; there may be more for a moment
 * @param anchor number of the last record that was let go; 0 when none was
 * @param digest of that record
 */
record AuditHead(long last, long anchor, String digest) {
    static final AuditHead NONE = new AuditHead(0, 0, "");

    /** The chain is known to go as far as this. */
    AuditHead reaching(long number) {
        return number > last ? new AuditHead(number, anchor, digest) : this;
    }

    /** Records are let go up to this one. */
    AuditHead anchored(AuditRecord gone) {
        return gone.number() > anchor
                ? new AuditHead(Math.max(last, gone.number()), gone.number(), gone.digest())
                : this;
    }

    /** As JSON. */
    static final class Format implements Codec<AuditHead> {
        @Override
        public JsonObjectBuilder write(AuditHead head) {
            return JsonText.object()
                    .add("last", head.last())
                    .add("anchor", head.anchor())
                    .add("digest", head.digest());
        }

        @Override
        public AuditHead read(String id, JsonObject json) {
            return new AuditHead(
                    JsonText.number(json, "last", 0),
                    JsonText.number(json, "anchor", 0),
                    json.getString("digest"));
        }
    }
}
