package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Scope;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/**
 * The stage of a grant as members of the grant's JSON. Each stage is known by the member that only
 * it has: {@code code}, {@code refresh} or {@code revoked}.
 *
 * @param scope the grant's
 */
record StageCodec(Scope scope) {
    private static final String CODE = "code";
    private static final String SPENT = "spent";
    private static final String REFRESH = "refresh";
    private static final String ACCESS = "access";
    private static final String ROTATIONS = "rotations";
    private static final String REVOKED = "revoked";
    private static final String GENERATION = "gen";

    JsonObjectBuilder write(Stage stage) {
        return switch (stage) {
            case Stage.AwaitingExchange awaiting -> JsonText.object().add(CODE, awaiting(awaiting));
            case Stage.Active active -> active(active);
            case Stage.Revoked revoked -> JsonText.object().add(REVOKED, revoked(revoked));
        };
    }

    Stage read(JsonObject json) {
        if (json.containsKey(CODE)) {
            return awaiting(json.getJsonObject(CODE));
        }
        return json.containsKey(REVOKED) ? revoked(json.getJsonObject(REVOKED)) : active(json);
    }

    private static JsonObjectBuilder awaiting(Stage.AwaitingExchange awaiting) {
        return JsonText.object()
                .add("digest", awaiting.terms().code().value())
                .add("challenge", awaiting.terms().codeChallenge())
                .add("uri", awaiting.terms().redirectUri())
                .add("ends", awaiting.ends().toEpochMilli())
                .add("wrap", awaiting.wrap());
    }

    private static Stage awaiting(JsonObject json) {
        var terms =
                new Stage.CodeTerms(
                        digest(json), json.getString("challenge"), json.getString("uri"));
        return new Stage.AwaitingExchange(
                terms, JsonText.instant(json, "ends"), json.getString("wrap"));
    }

    private static JsonObjectBuilder revoked(Stage.Revoked revoked) {
        return JsonText.object()
                .add("why", revoked.reason().name())
                .add("at", revoked.at().toEpochMilli())
                .add("ends", revoked.ends().toEpochMilli());
    }

    private static Stage revoked(JsonObject json) {
        return new Stage.Revoked(
                Stage.Revoked.Reason.valueOf(json.getString("why")),
                JsonText.instant(json, "at"),
                JsonText.instant(json, "ends"));
    }

    private JsonObjectBuilder active(Stage.Active active) {
        int generation = active.refresh().generation();
        JsonObjectBuilder json =
                JsonText.object()
                        .add(SPENT, spent(active))
                        .add(REFRESH, live(active.refresh(), 1))
                        .add(
                                ACCESS,
                                JsonText.array(
                                        active.access(), access -> access(access, generation)));
        if (!active.rotations().isEmpty()) {
            json.add(
                    ROTATIONS,
                    JsonText.array(
                            active.rotations(), rotation -> rotation(rotation, generation - 1)));
        }
        return json;
    }

    private Stage active(JsonObject json) {
        JsonObject spent = json.getJsonObject(SPENT);
        Stage.Live refresh = live(json.getJsonObject(REFRESH), 1);
        int generation = refresh.generation();
        return new Stage.Active(
                new Stage.SpentCode(digest(spent), spent.getString("uri")),
                JsonText.instant(spent, "at"),
                refresh,
                JsonText.list(json, ROTATIONS, rotation -> rotation(rotation, generation - 1)),
                JsonText.list(json, ACCESS, access -> access(access, generation)));
    }

    private static JsonObjectBuilder spent(Stage.Active active) {
        return JsonText.object()
                .add("digest", active.redeemed().digest().value())
                .add("uri", active.redeemed().redirectUri())
                .add("at", active.redeemedAt().toEpochMilli());
    }

    private static JsonObjectBuilder live(Stage.Live live, int usualGeneration) {
        JsonObjectBuilder json = JsonText.object().add("digest", live.digest().value());
        JsonText.addUnless(usualGeneration, json, GENERATION, live.generation());
        return json.add("ends", live.ends().toEpochMilli()).add("wrap", live.wrap());
    }

    private static Stage.Live live(JsonObject json, int usualGeneration) {
        return new Stage.Live(
                digest(json),
                json.getInt(GENERATION, usualGeneration),
                JsonText.instant(json, "ends"),
                json.getString("wrap"));
    }

    private JsonObjectBuilder access(Stage.Access access, int usualGeneration) {
        JsonObjectBuilder json = live(access.token(), usualGeneration);
        JsonText.addUnless(scope, json, access.scope());
        return json;
    }

    private Stage.Access access(JsonObject json, int usualGeneration) {
        return new Stage.Access(live(json, usualGeneration), JsonText.scope(json, scope));
    }

    private JsonObjectBuilder rotation(Stage.Rotation rotation, int usualGeneration) {
        JsonObjectBuilder json = JsonText.object().add("digest", rotation.old().value());
        JsonText.addUnless(usualGeneration, json, GENERATION, rotation.generation());
        json.add("salt", rotation.salt().encode())
                .add("under", rotation.under().encode())
                .add("at", rotation.at().toEpochMilli())
                .add("ends", rotation.accessEnds().toEpochMilli());
        JsonText.addUnless(scope, json, rotation.scope());
        return json;
    }

    private Stage.Rotation rotation(JsonObject json, int usualGeneration) {
        return new Stage.Rotation(
                digest(json),
                json.getInt(GENERATION, usualGeneration),
                JsonText.bytes(json, "salt"),
                JsonText.bytes(json, "under"),
                JsonText.instant(json, "at"),
                JsonText.instant(json, "ends"),
                JsonText.scope(json, scope));
    }

    private static Digest digest(JsonObject json) {
        return new Digest(json.getString("digest"));
    }
}
