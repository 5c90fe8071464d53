package dev.keystile.oauth.impl;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rotation of a refresh token: a pure transition of the grant (OAuth 2.1 section 4.3.1).
 * Successors are derived from the old token, so a repeat within the grace gets the same answer on
 * any node though no token is stored.
 */
final class RefreshRotation {
    private RefreshRotation() {}

    /** What comes of it. */
    sealed interface Outcome {
        /** New tokens, and the grant as it is now. */
        record Rotated(Grant next, TokenPair tokens) implements Outcome {}

        /**
         * The token was rotated moments ago: the successors of that rotation again; nothing
         * changes.
         */
        record RepeatedWithinGrace(TokenPair tokens) implements Outcome {}

        /** A genuine old token after its grace: somebody stole it, the grant ends. */
        record Reused(Grant next) implements Outcome {}

        /** More rotations within one grace than are remembered; nothing changes. */
        record TooFast(Duration retryAfter) implements Outcome {}

        /** Not valid: nothing changes. */
        record Refused(Refusal reason) implements Outcome {}
    }

    /** Why a refresh token is refused. */
    enum Refusal {
        NOT_GENUINE,
        /**
         * Its generation is ahead of the store, or another of the same generation is stored: a
         * write was lost.
         */
        AHEAD_OF_STORE,
        EXPIRED,
        REVOKED,
        NOT_REDEEMED
    }

    static Outcome rotate(Grant grant, Credential refresh, Minting minting) {
        if (!refresh.genuine(grant.tagKey())) {
            return new Outcome.Refused(Refusal.NOT_GENUINE);
        }
        return switch (grant.stage()) {
            case Stage.AwaitingExchange _ -> new Outcome.Refused(Refusal.NOT_REDEEMED);
            case Stage.Active active -> rotate(grant, active, refresh, minting);
            case Stage.Revoked _ -> new Outcome.Refused(Refusal.REVOKED);
        };
    }

    private static Outcome rotate(
            Grant grant, Stage.Active active, Credential refresh, Minting minting) {
        if (refresh.generation() < active.refresh().generation()) {
            return old(grant, active, refresh, minting);
        }
        if (!active.refresh().digest().matches(refresh.digest())) {
            return new Outcome.Refused(Refusal.AHEAD_OF_STORE);
        }
        if (Ends.over(active.refresh().ends(), minting.now())) {
            return new Outcome.Refused(Refusal.EXPIRED);
        }
        List<Stage.Rotation> remembered = withinGrace(active, minting);
        if (remembered.size() == Stage.Active.MOST_ALIVE) {
            return new Outcome.TooFast(untilForgotten(remembered.getFirst(), minting));
        }
        return Custody.unwrap(active.refresh().wrap(), refresh, minting.outer())
                .map(privateKey ->
                        successors(grant, active, remembered, refresh, privateKey, minting))
                .orElseGet(() -> new Outcome.Refused(Refusal.NOT_GENUINE));
    }

    private static Outcome successors(
            Grant grant,
            Stage.Active active,
            List<Stage.Rotation> remembered,
            Credential refresh,
            Bytes privateKey,
            Minting minting) {
        Bytes salt = Bytes.of(Crypto.random(minting.random(), Crypto.KEY_BYTES));
        TokenPair tokens = minting.derive(grant, refresh, salt, minting.accessEnds());
        List<Stage.Rotation> rotations = new ArrayList<>(remembered);
        rotations.add(
                new Stage.Rotation(
                        refresh.digest(),
                        refresh.generation(),
                        salt,
                        minting.now(),
                        tokens.accessEnds()));
        Stage next =
                new Stage.Active(
                        active.redeemed(),
                        active.redeemedAt(),
                        minting.liveRefresh(tokens, privateKey),
                        rotations,
                        alive(active, minting.liveAccess(tokens, privateKey), minting.now()));
        return new Outcome.Rotated(grant.in(next), tokens);
    }

    private static Outcome old(
            Grant grant, Stage.Active active, Credential refresh, Minting minting) {
        Optional<Stage.Rotation> rotation =
                withinGrace(active, minting).stream()
                        .filter(remembered -> remembered.old().matches(refresh.digest()))
                        .findFirst();
        return rotation.<Outcome>map(of ->
                        new Outcome.RepeatedWithinGrace(
                                minting.derive(grant, refresh, of.salt(), of.accessEnds())))
                .orElseGet(() ->
                        new Outcome.Reused(
                                grant.revoked(
                                        Stage.Revoked.Reason.REFRESH_TOKEN_REUSED, minting.now())));
    }

    private static List<Stage.Live> alive(Stage.Active active, Stage.Live added, Instant now) {
        List<Stage.Live> alive = new ArrayList<>(active.access());
        alive.removeIf(token -> Ends.over(token.ends(), now));
        if (alive.size() == Stage.Active.MOST_ALIVE) {
            alive.removeFirst();
        }
        alive.add(added);
        return alive;
    }

    private static List<Stage.Rotation> withinGrace(Stage.Active active, Minting minting) {
        return active.rotations().stream()
                .filter(rotation ->
                        Ends.since(rotation.at(), minting.now())
                                        .compareTo(minting.settings().refreshGrace())
                                < 0)
                .toList();
    }

    private static Duration untilForgotten(Stage.Rotation oldest, Minting minting) {
        return minting.settings().refreshGrace().minus(Ends.since(oldest.at(), minting.now()));
    }
}
