package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The redemption of an authorization code: a pure transition of the grant (RFC 6749 section 4.1.3,
 * RFC 7636).
 */
final class CodeRedemption {
    private CodeRedemption() {}

    /**
     * What the client shows.
     *
     * @param redirectUri null when absent, which OAuth 2.1 allows
     */
    record Attempt(
            Credential code, ClientId client, @Nullable String redirectUri, Secret codeVerifier) {}

    /** What comes of it. */
    sealed interface Outcome {
        /** The first fully valid use: tokens, and the grant as it is now. */
        record Redeemed(Grant next, TokenPair tokens) implements Outcome {}

        /**
         * A fully valid second use so soon that it is a race or a retry: nothing changes, nothing
         * is given.
         */
        record RepeatedAtOnce() implements Outcome {}

        /** A fully valid second use later: somebody stole the code, the grant ends. */
        record Replayed(Grant next) implements Outcome {}

        /** Not valid: nothing changes, the code is not burnt. */
        record Refused(Refusal reason) implements Outcome {}
    }

    /** Why a redemption is refused. */
    enum Refusal {
        NOT_GENUINE,
        ANOTHER_CODE,
        EXPIRED,
        REVOKED,
        ANOTHER_CLIENT,
        ANOTHER_REDIRECT_URI,
        WRONG_VERIFIER,
        /** Not the redeemed code, or not its verifier; which of the two is no longer known. */
        NOT_THE_REDEEMED_CODE
    }

    static Outcome redeem(Grant grant, Attempt attempt, Minting minting) {
        if (!attempt.code().genuine(grant.tagKey())) {
            return new Outcome.Refused(Refusal.NOT_GENUINE);
        }
        return switch (grant.stage()) {
            case Stage.AwaitingExchange awaiting -> exchange(grant, awaiting, attempt, minting);
            case Stage.Active active -> repeat(grant, active, attempt, minting);
            case Stage.Revoked _ -> new Outcome.Refused(Refusal.REVOKED);
        };
    }

    private static Outcome exchange(
            Grant grant, Stage.AwaitingExchange awaiting, Attempt attempt, Minting minting) {
        Refusal refusal = refusal(grant, awaiting.terms(), attempt);
        if (refusal != null) {
            return new Outcome.Refused(refusal);
        }
        if (Ends.over(awaiting.ends(), minting.now())) {
            return new Outcome.Refused(Refusal.EXPIRED);
        }
        return Custody.unwrap(awaiting.wrap(), attempt.code(), minting.outer())
                .map(privateKey -> activate(grant, awaiting.terms(), privateKey, minting))
                .orElseGet(() -> new Outcome.Refused(Refusal.NOT_GENUINE));
    }

    private static Outcome activate(
            Grant grant, Stage.CodeTerms terms, Bytes privateKey, Minting minting) {
        TokenPair tokens = minting.draw(grant, 1);
        Stage active =
                new Stage.Active(
                        terms.spent(),
                        minting.now(),
                        minting.liveRefresh(grant, tokens, privateKey),
                        List.of(),
                        List.of(minting.liveAccess(tokens, privateKey)));
        return new Outcome.Redeemed(grant.in(active), tokens);
    }

    private static Outcome repeat(
            Grant grant, Stage.Active active, Attempt attempt, Minting minting) {
        Refusal refusal = refusalOfRepeat(grant, active.redeemed(), attempt);
        if (refusal != null) {
            return new Outcome.Refused(refusal);
        }
        boolean atOnce =
                Ends.since(active.redeemedAt(), minting.now())
                                .compareTo(minting.settings().codeRepeat())
                        < 0;
        return atOnce
                ? new Outcome.RepeatedAtOnce()
                : new Outcome.Replayed(
                        grant.revoked(Stage.Revoked.Reason.CODE_REPLAYED, minting.now()));
    }

    private static @Nullable Refusal refusal(Grant grant, Stage.CodeTerms terms, Attempt attempt) {
        if (!terms.code().matches(attempt.code().digest())) {
            return Refusal.ANOTHER_CODE;
        }
        Refusal stranger = refusal(grant, terms.redirectUri(), attempt);
        if (stranger != null) {
            return stranger;
        }
        return Pkce.verifies(attempt.codeVerifier(), terms.codeChallenge())
                ? null
                : Refusal.WRONG_VERIFIER;
    }

    private static @Nullable Refusal refusalOfRepeat(
            Grant grant, Stage.SpentCode spent, Attempt attempt) {
        Refusal stranger = refusal(grant, spent.redirectUri(), attempt);
        if (stranger != null) {
            return stranger;
        }
        Digest code = attempt.code().digest();
        boolean again =
                Pkce.challenge(attempt.codeVerifier())
                        .map(challenge -> Stage.SpentCode.digest(code, challenge))
                        .map(spent.digest()::matches)
                        .orElse(false);
        return again ? null : Refusal.NOT_THE_REDEEMED_CODE;
    }

    private static @Nullable Refusal refusal(Grant grant, String redirectUri, Attempt attempt) {
        if (!grant.client().equals(attempt.client())) {
            return Refusal.ANOTHER_CLIENT;
        }
        return attempt.redirectUri() == null || attempt.redirectUri().equals(redirectUri)
                ? null
                : Refusal.ANOTHER_REDIRECT_URI;
    }
}
