package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The rotation of a refresh token: a pure transition of the grant (OAuth 2.1 section 4.3.1).
 * Successors are derived from the old token, so a repeat within the grace gets the same answer on
 * any node though no token is stored.
 */
final class RefreshRotation {
    private static final int SALT_BYTES = 16;

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

    /** {@code scope} is what the new access token covers, a part of the grant's. */
    static Outcome rotate(Grant grant, Credential refresh, Scope scope, Minting minting) {
        if (!refresh.genuine(grant.tagKey())) {
            return new Outcome.Refused(Refusal.NOT_GENUINE);
        }
        return switch (grant.stage()) {
            case Stage.AwaitingExchange _ -> new Outcome.Refused(Refusal.NOT_REDEEMED);
            case Stage.Active active -> rotate(new Turn(grant, active, minting), refresh, scope);
            case Stage.Revoked _ -> new Outcome.Refused(Refusal.REVOKED);
        };
    }

    /** A grant in its active stage, and what a transition of it works with. */
    private record Turn(Grant grant, Stage.Active active, Minting minting) {
        /** Whether new tokens would be over at once: the grant has lasted as long as it may. */
        boolean atItsEnd() {
            return !minting.now().isBefore(minting.accessEnds(grant));
        }

        /** The rotations that may still be repeated, oldest first. */
        List<Stage.Rotation> withinGrace() {
            return active.rotations().stream()
                    .filter(rotation ->
                            Ends.since(rotation.at(), minting.now())
                                            .compareTo(minting.settings().refreshGrace())
                                    < 0)
                    .toList();
        }
    }

    private static Outcome rotate(Turn turn, Credential refresh, Scope scope) {
        Stage.Live current = turn.active().refresh();
        Minting minting = turn.minting();
        if (refresh.generation() < current.generation()) {
            return old(turn, refresh);
        }
        if (!current.digest().matches(refresh.digest())) {
            return new Outcome.Refused(Refusal.AHEAD_OF_STORE);
        }
        if (Ends.over(current.ends(), minting.now()) || turn.atItsEnd()) {
            return new Outcome.Refused(Refusal.EXPIRED);
        }
        List<Stage.Rotation> remembered = turn.withinGrace();
        if (remembered.size() == Stage.Active.MOST_ALIVE) {
            return new Outcome.TooFast(untilForgotten(remembered.getFirst(), minting));
        }
        return Custody.unwrap(current.wrap(), refresh, minting.outer())
                .map(privateKey -> successors(turn, refresh, scope, privateKey))
                .orElseGet(() -> new Outcome.Refused(Refusal.NOT_GENUINE));
    }

    private static Outcome successors(
            Turn turn, Credential refresh, Scope scope, Bytes privateKey) {
        Minting minting = turn.minting();
        Grant grant = turn.grant();
        Stage.Rotation rotation = rotation(turn, refresh, scope);
        TokenPair tokens = minting.derive(grant, refresh, rotation);
        List<Stage.Rotation> rotations = new ArrayList<>(turn.withinGrace());
        rotations.add(rotation);
        Stage next =
                new Stage.Active(
                        turn.active().redeemed(),
                        turn.active().redeemedAt(),
                        minting.liveRefresh(grant, tokens, privateKey),
                        rotations,
                        alive(turn, minting.liveAccess(tokens, privateKey)));
        return new Outcome.Rotated(grant.in(next), tokens);
    }

    private static Stage.Rotation rotation(Turn turn, Credential refresh, Scope scope) {
        Minting minting = turn.minting();
        return new Stage.Rotation(
                refresh.digest(),
                refresh.generation(),
                Bytes.of(Crypto.random(minting.random(), SALT_BYTES)),
                minting.successors().current().secret(),
                minting.now(),
                minting.accessEnds(turn.grant()),
                scope);
    }

    private static Outcome old(Turn turn, Credential refresh) {
        return turn.withinGrace().stream()
                .filter(remembered -> remembered.old().matches(refresh.digest()))
                .findFirst()
                .<Outcome>map(rotation ->
                        new Outcome.RepeatedWithinGrace(
                                turn.minting().derive(turn.grant(), refresh, rotation)))
                .orElseGet(() ->
                        new Outcome.Reused(
                                turn.grant()
                                        .revoked(
                                                Stage.Revoked.Reason.REFRESH_TOKEN_REUSED,
                                                turn.minting().now())));
    }

    private static List<Stage.Access> alive(Turn turn, Stage.Access added) {
        List<Stage.Access> alive = new ArrayList<>(turn.active().access());
        alive.removeIf(access -> Ends.over(access.token().ends(), turn.minting().now()));
        if (alive.size() == Stage.Active.MOST_ALIVE) {
            alive.removeFirst();
        }
        alive.add(added);
        return alive;
    }

    private static Duration untilForgotten(Stage.Rotation oldest, Minting minting) {
        return minting.settings().refreshGrace().minus(Ends.since(oldest.at(), minting.now()));
    }
}
