package dev.keystile.oauth.impl;

import java.time.Instant;

/** The end of a token at its client's wish: a pure transition of the grant (RFC 7009 section 2). */
final class TokenRevocation {
    private TokenRevocation() {}

    /** What comes of it. */
    sealed interface Outcome {
        /** The token ended, and this is the grant as it is now. */
        record Ended(Grant next) implements Outcome {}

        /** It was of no use before: nothing changes. */
        record Over() implements Outcome {}

        /** It is not one of this grant's tokens: nothing changes. */
        record Unknown() implements Outcome {}

        /** The client may not end it: nothing changes. */
        record Refused(Refusal reason) implements Outcome {}
    }

    /** Why a genuine token is not ended. */
    enum Refusal {
        ANOTHER_CLIENT,
        /** The client proved less than at consent. */
        WEAKER_AUTHENTICATION
    }

    static Outcome revoke(Grant grant, Credential token, Client client, Instant now) {
        if (!token.genuine(grant.tagKey())) {
            return new Outcome.Unknown();
        }
        if (!grant.client().equals(client.id())) {
            return new Outcome.Refused(Refusal.ANOTHER_CLIENT);
        }
        if (!grant.acceptsMethodOf(client)) {
            return new Outcome.Refused(Refusal.WEAKER_AUTHENTICATION);
        }
        return switch (token.kind()) {
            case CODE -> new Outcome.Unknown();
            case ACCESS -> access(grant, token);
            case REFRESH -> refresh(grant, now);
        };
    }

    /** An old one too: its client asks to be disconnected, whichever token it still has at hand. */
    private static Outcome refresh(Grant grant, Instant now) {
        return switch (grant.stage()) {
            case Stage.Revoked _ -> new Outcome.Over();
            case Stage.AwaitingExchange _, Stage.Active _ ->
                    new Outcome.Ended(grant.revoked(Stage.Revoked.Reason.BY_CLIENT, now));
        };
    }

    private static Outcome access(Grant grant, Credential token) {
        return switch (grant.stage()) {
            case Stage.Active active ->
                    active.access(token.digest())
                            .<Outcome>map(
                                    access -> new Outcome.Ended(grant.in(active.without(access))))
                            .orElseGet(Outcome.Over::new);
            case Stage.AwaitingExchange _, Stage.Revoked _ -> new Outcome.Over();
        };
    }
}
