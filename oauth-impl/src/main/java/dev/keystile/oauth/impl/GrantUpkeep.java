package dev.keystile.oauth.impl;

import java.util.List;

/**
 * What time and a new operator's secret ask of a grant: nothing is kept that is of no more use, and
 * nothing stays sealed under a secret that was replaced. A pure transition; it needs no credential.
 */
final class GrantUpkeep {
    private GrantUpkeep() {}

    /** The grant as it should be; equal to the given one when there is nothing to do. */
    static Grant tidied(Grant grant, Minting minting) {
        return grant.with(
                grant.custody().renewed(grant.id(), minting.outer(), minting.random()),
                stage(grant, minting));
    }

    private static Stage stage(Grant grant, Minting minting) {
        return switch (grant.stage()) {
            case Stage.AwaitingExchange(Stage.CodeTerms terms, var ends, String wrap) ->
                    new Stage.AwaitingExchange(
                            terms,
                            ends,
                            Custody.rewrapped(
                                    wrap, grant.id(), Credential.Kind.CODE, terms.code(), minting));
            case Stage.Active active -> active(grant, active, minting);
            case Stage.Revoked revoked -> revoked;
        };
    }

    private static Stage active(Grant grant, Stage.Active active, Minting minting) {
        return new Stage.Active(
                active.redeemed(),
                active.redeemedAt(),
                renewed(grant, Credential.Kind.REFRESH, active.refresh(), minting),
                withinGrace(active, minting),
                active.access().stream()
                        .filter(access -> !Ends.over(access.token().ends(), minting.now()))
                        .map(access ->
                                new Stage.Access(
                                        renewed(
                                                grant,
                                                Credential.Kind.ACCESS,
                                                access.token(),
                                                minting),
                                        access.scope()))
                        .toList());
    }

    /** A replica whose clock lags may still answer a repeat that is over here. */
    private static List<Stage.Rotation> withinGrace(Stage.Active active, Minting minting) {
        return active.rotations().stream()
                .filter(rotation ->
                        Ends.since(rotation.at(), minting.now())
                                        .compareTo(
                                                minting.settings()
                                                        .refreshGrace()
                                                        .plus(Ends.TOLERANCE))
                                < 0)
                .toList();
    }

    private static Stage.Live renewed(
            Grant grant, Credential.Kind kind, Stage.Live live, Minting minting) {
        String wrap = Custody.rewrapped(live.wrap(), grant.id(), kind, live.digest(), minting);
        return new Stage.Live(live.digest(), live.generation(), live.ends(), wrap);
    }
}
