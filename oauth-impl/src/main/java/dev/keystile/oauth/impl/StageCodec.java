package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Scope;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** The stage of a grant as JSON, told apart by the member {@code in}. */
final class StageCodec implements Codec<Stage> {
    private static final String IN = "in";
    private static final String AWAITING = "awaiting-exchange";
    private static final String ACTIVE = "active";
    private static final String REVOKED = "revoked";

    @Override
    public JsonObjectBuilder write(Stage stage) {
        return switch (stage) {
            case Stage.AwaitingExchange awaiting ->
                    terms(awaiting.terms())
                            .add(IN, AWAITING)
                            .add("ends", awaiting.ends().toEpochMilli())
                            .add("wrap", awaiting.wrap());
            case Stage.Active active ->
                    terms(active.redeemed())
                            .add(IN, ACTIVE)
                            .add("redeemedAt", active.redeemedAt().toEpochMilli())
                            .add("refresh", live(active.refresh()))
                            .add(
                                    "rotations",
                                    JsonText.array(active.rotations(), StageCodec::rotation))
                            .add("access", JsonText.array(active.access(), StageCodec::access));
            case Stage.Revoked revoked ->
                    JsonText.object()
                            .add(IN, REVOKED)
                            .add("reason", revoked.reason().name())
                            .add("at", revoked.at().toEpochMilli())
                            .add("ends", revoked.ends().toEpochMilli());
        };
    }

    @Override
    public Stage read(JsonObject json) {
        return switch (json.getString(IN)) {
            case AWAITING ->
                    new Stage.AwaitingExchange(
                            terms(json), JsonText.instant(json, "ends"), json.getString("wrap"));
            case ACTIVE ->
                    new Stage.Active(
                            terms(json),
                            JsonText.instant(json, "redeemedAt"),
                            live(json.getJsonObject("refresh")),
                            JsonText.list(json, "rotations", StageCodec::rotation),
                            JsonText.list(json, "access", StageCodec::access));
            case REVOKED ->
                    new Stage.Revoked(
                            Stage.Revoked.Reason.valueOf(json.getString("reason")),
                            JsonText.instant(json, "at"),
                            JsonText.instant(json, "ends"));
            case String other ->
                    throw new IllegalStateException("a grant in an unknown stage: " + other);
        };
    }

    private static JsonObjectBuilder terms(Stage.CodeTerms terms) {
        return JsonText.object()
                .add("code", terms.code().value())
                .add("challenge", terms.codeChallenge())
                .add("redirectUri", terms.redirectUri());
    }

    private static Stage.CodeTerms terms(JsonObject json) {
        return new Stage.CodeTerms(
                new Digest(json.getString("code")),
                json.getString("challenge"),
                json.getString("redirectUri"));
    }

    private static JsonObjectBuilder live(Stage.Live live) {
        return JsonText.object()
                .add("digest", live.digest().value())
                .add("generation", live.generation())
                .add("ends", live.ends().toEpochMilli())
                .add("wrap", live.wrap());
    }

    private static Stage.Live live(JsonObject json) {
        return new Stage.Live(
                new Digest(json.getString("digest")),
                json.getInt("generation"),
                JsonText.instant(json, "ends"),
                json.getString("wrap"));
    }

    private static JsonObjectBuilder access(Stage.Access access) {
        return live(access.token()).add("scope", access.scope().toString());
    }

    private static Stage.Access access(JsonObject json) {
        return new Stage.Access(live(json), Scope.parse(json.getString("scope")));
    }

    private static JsonObjectBuilder rotation(Stage.Rotation rotation) {
        return JsonText.object()
                .add("old", rotation.old().value())
                .add("generation", rotation.generation())
                .add("salt", rotation.salt().encode())
                .add("under", rotation.under().encode())
                .add("at", rotation.at().toEpochMilli())
                .add("accessEnds", rotation.accessEnds().toEpochMilli())
                .add("scope", rotation.scope().toString());
    }

    private static Stage.Rotation rotation(JsonObject json) {
        return new Stage.Rotation(
                new Digest(json.getString("old")),
                json.getInt("generation"),
                JsonText.bytes(json, "salt"),
                JsonText.bytes(json, "under"),
                JsonText.instant(json, "at"),
                JsonText.instant(json, "accessEnds"),
                Scope.parse(json.getString("scope")));
    }
}
