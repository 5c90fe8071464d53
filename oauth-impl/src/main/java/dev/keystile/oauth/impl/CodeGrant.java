package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;

/** {@code grant_type=authorization_code} (RFC 6749 section 4.1.3, RFC 7636 section 4.5). */
record CodeGrant(Repository<Grant> grants, GrantLife life) {
    Ruling token(Clients.Known client, Parameters parameters) {
        Secret code = parameters.secret("code");
        Secret verifier = parameters.secret("code_verifier");
        if (code == null || verifier == null) {
            String missing = (code == null ? "code" : "code_verifier") + " is missing";
            return Ruling.refused(new OAuthFailure(OAuthError.INVALID_REQUEST, missing), "");
        }
        return Credential.parse(code, life.settings().prefix(), Credential.Kind.CODE)
                .map(credential ->
                        new CodeRedemption.Attempt(
                                credential,
                                client.client().id(),
                                parameters.value("redirect_uri"),
                                verifier))
                .flatMap(attempt ->
                        grants.update(
                                attempt.code().grant().value(),
                                grant -> decide(grant, attempt, client, parameters)))
                .orElseGet(() -> Ruling.refused(invalid("no such code"), ""));
    }

    private Repository.Decision<Grant, Ruling> decide(
            Grant grant,
            CodeRedemption.Attempt attempt,
            Clients.Known client,
            Parameters parameters) {
        Minting minting = life.minting();
        return switch (CodeRedemption.redeem(grant, attempt, minting)) {
            case CodeRedemption.Outcome.Redeemed(Grant next, TokenPair tokens) ->
                    redeemed(next, tokens, client, parameters, minting);
            case CodeRedemption.Outcome.RepeatedAtOnce _ ->
                    leave(grant, invalid("repeated at once"));
            case CodeRedemption.Outcome.Replayed(Grant next) ->
                    new Repository.Decision.Write<>(
                            next,
                            next.keptUntil(),
                            Ruling.theft(invalid("replayed"), TokenFact.CODE_REPLAYED, next));
            case CodeRedemption.Outcome.Refused(CodeRedemption.Refusal reason) ->
                    leave(grant, invalid(reason.name()));
        };
    }

    private Repository.Decision<Grant, Ruling> redeemed(
            Grant next,
            TokenPair tokens,
            Clients.Known client,
            Parameters parameters,
            Minting minting) {
        return switch (life.standing(next, client.client(), parameters)) {
            case GrantLife.Standing.Blocked(OAuthFailure failure) -> leave(next, failure);
            case GrantLife.Standing.KeyDead _ -> leave(next, GrantLife.deadKey());
            case GrantLife.Standing.Clear(Repository.Held<Account> account) -> {
                life.lengthen(client, account, minting.now());
                var issued = new TokenOutcome.Issued(life.response(tokens, minting.now()));
                yield new Repository.Decision.Write<>(
                        next,
                        next.keptUntil(),
                        Ruling.issued(issued, TokenFact.CODE_REDEEMED, next));
            }
        };
    }

    private static Repository.Decision<Grant, Ruling> leave(Grant grant, OAuthFailure failure) {
        return new Repository.Decision.Leave<>(Ruling.refused(failure, grant.id().value()));
    }

    private static OAuthFailure invalid(String detail) {
        return GrantLife.invalidGrant(
                "the code is not valid for this request; start again at authorization", detail);
    }
}
