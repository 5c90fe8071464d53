package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Secret;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Seals sessions of the account page for browsers to hold, and opens them before their end. */
record AccountSessions(Sealer sealer, SecureRandom random) {
    static final Duration LIFE = Duration.ofMinutes(15);

    private static final String CONTEXT = "account session";

    Secret seal(AccountSession session) {
        byte[] json = Crypto.utf8(write(session).build().toString());
        return Secret.of(sealer.seal(json, CONTEXT, random));
    }

    /** Empty when altered or ended. */
    Optional<AccountSession> open(Secret sealed, Instant now) {
        return sealer.open(sealed.reveal(), CONTEXT)
                .map(json -> read(JsonText.read(new String(json, StandardCharsets.UTF_8))))
                .filter(session -> now.isBefore(session.ends()));
    }

    /** What the forms of its page bring along, so that they do nothing in another session. */
    static Secret page(Secret sealed) {
        return Secret.of(Digest.of(sealed).value());
    }

    private static JsonObjectBuilder write(AccountSession session) {
        JsonObjectBuilder json =
                JsonText.object()
                        .add("accounts", JsonText.array(session.accounts(), AccountSessions::write))
                        .add("works", session.keyWorks())
                        .add("ends", session.ends().toEpochMilli());
        if (session.identity() != null) {
            json.add("identity", IdentityText.write(session.identity()));
        }
        return json;
    }

    private static JsonObjectBuilder write(AccountSession.Opened opened) {
        return JsonText.object()
                .add("id", opened.account())
                .add("epoch", opened.epoch())
                .add("key", opened.keyFingerprint());
    }

    private static AccountSession read(JsonObject json) {
        return new AccountSession(
                JsonText.list(json, "accounts", AccountSessions::opened),
                json.getBoolean("works"),
                json.containsKey("identity")
                        ? IdentityText.read(json.getJsonObject("identity"))
                        : null,
                JsonText.instant(json, "ends"));
    }

    private static AccountSession.Opened opened(JsonObject json) {
        return new AccountSession.Opened(
                json.getString("id"), JsonText.number(json, "epoch", 0), json.getString("key"));
    }
}
