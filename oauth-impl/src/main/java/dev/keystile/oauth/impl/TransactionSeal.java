package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Seals a transaction for one browser and opens it again for that browser, before its end. */
record TransactionSeal(Sealer sealer, SecureRandom random) {
    Secret seal(AuthorizationTransaction transaction, Secret browser) {
        byte[] json = Crypto.utf8(write(transaction).build().toString());
        return Secret.of(sealer.seal(json, context(browser), random));
    }

    /** Empty when altered, ended, or of another browser. */
    Optional<AuthorizationTransaction> open(
            @Nullable Secret sealed, @Nullable Secret browser, Instant now) {
        if (sealed == null || browser == null) {
            return Optional.empty();
        }
        return sealer.open(sealed.reveal(), context(browser))
                .map(json -> read(JsonText.read(new String(json, StandardCharsets.UTF_8))))
                .filter(transaction -> now.isBefore(transaction.ends()));
    }

    private static String context(Secret browser) {
        return "authorization of browser " + Digest.of(browser).value();
    }

    /** As JSON. */
    static JsonObjectBuilder write(AuthorizationTransaction transaction) {
        JsonObjectBuilder json =
                JsonText.object()
                        .add("client", transaction.asker().id().value())
                        .add("clientMethod", transaction.asker().method().name())
                        .add("clientMetadata", transaction.asker().metadata().value())
                        .add("redirectUri", transaction.redirectUri())
                        .add("challenge", transaction.codeChallenge())
                        .add("scope", transaction.scope().toString())
                        .add("ends", transaction.ends().toEpochMilli());
        JsonText.add(json, "clientName", transaction.asker().name());
        Secret state = transaction.state();
        JsonText.add(json, "state", state == null ? null : state.reveal());
        JsonText.add(json, "resource", transaction.resource());
        AuthorizationTransaction.AcceptedKey key = transaction.key();
        if (key != null) {
            json.add("apiKey", key.apiKey().reveal());
            UserId owner = key.owner();
            JsonText.add(json, "owner", owner == null ? null : owner.value());
        }
        AuthorizationTransaction.SignedIn person = transaction.identity();
        if (person != null) {
            json.add("identity", IdentityText.write(person.identity()))
                    .add("keyLinked", person.keyLinked());
        }
        return json;
    }

    static AuthorizationTransaction read(JsonObject json) {
        return new AuthorizationTransaction(
                asker(json),
                json.getString("redirectUri"),
                secret(json, "state"),
                json.getString("challenge"),
                Scope.parse(json.getString("scope")),
                JsonText.text(json, "resource"),
                JsonText.instant(json, "ends"),
                key(json),
                identity(json));
    }

    private static AuthorizationTransaction.Asker asker(JsonObject json) {
        return new AuthorizationTransaction.Asker(
                new ClientId(json.getString("client")),
                JsonText.text(json, "clientName"),
                AuthMethod.valueOf(json.getString("clientMethod")),
                new Digest(json.getString("clientMetadata")));
    }

    private static AuthorizationTransaction.@Nullable AcceptedKey key(JsonObject json) {
        Secret apiKey = secret(json, "apiKey");
        String owner = JsonText.text(json, "owner");
        return apiKey == null
                ? null
                : new AuthorizationTransaction.AcceptedKey(
                        apiKey, owner == null ? null : new UserId(owner));
    }

    private static AuthorizationTransaction.@Nullable SignedIn identity(JsonObject json) {
        return json.containsKey("identity")
                ? new AuthorizationTransaction.SignedIn(
                        IdentityText.read(json.getJsonObject("identity")),
                        json.getBoolean("keyLinked"))
                : null;
    }

    private static @Nullable Secret secret(JsonObject json, String name) {
        String value = JsonText.text(json, name);
        return value == null ? null : Secret.of(value);
    }
}
