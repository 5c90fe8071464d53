package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import java.util.Optional;

/** {@code grant_type=authorization_code} (RFC 6749 section 4.1.3, RFC 7636 section 4.5). */
record CodeGrant(Repository<Grant> grants, GrantLife life) {
    private static final System.Logger LOG = System.getLogger(CodeGrant.class.getName());

    TokenOutcome token(Repository.Held<Client> client, Parameters parameters) {
        Secret code = parameters.secret("code");
        Secret verifier = parameters.secret("code_verifier");
        if (code == null || verifier == null) {
            return TokenEndpoint.refused(
                    OAuthError.INVALID_REQUEST,
                    (code == null ? "code" : "code_verifier") + " is missing");
        }
        Optional<Credential> credential =
                Credential.parse(code, life.settings().prefix(), Credential.Kind.CODE);
        return credential
                .flatMap(parsed -> {
                    var attempt =
                            new CodeRedemption.Attempt(
                                    parsed,
                                    client.value().id(),
                                    parameters.value("redirect_uri"),
                                    verifier);
                    return grants.update(
                            parsed.grant().value(),
                            grant -> decide(grant, attempt, client, parameters));
                })
                .orElseGet(() -> refused("no such code"));
    }

    private Repository.Decision<Grant, TokenOutcome> decide(
            Grant grant,
            CodeRedemption.Attempt attempt,
            Repository.Held<Client> client,
            Parameters parameters) {
        Minting minting = life.minting();
        return switch (CodeRedemption.redeem(grant, attempt, minting)) {
            case CodeRedemption.Outcome.Redeemed redeemed ->
                    redeemed(redeemed, client, parameters, minting);
            case CodeRedemption.Outcome.RepeatedAtOnce _ ->
                    new Repository.Decision.Leave<>(refused("repeated at once"));
            case CodeRedemption.Outcome.Replayed(Grant next) -> {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "code.replayed grant={0} client={1}",
                        grant.id(),
                        grant.client());
                yield new Repository.Decision.Write<>(next, next.keptUntil(), refused("replayed"));
            }
            case CodeRedemption.Outcome.Refused(CodeRedemption.Refusal reason) ->
                    new Repository.Decision.Leave<>(refused(reason.name()));
        };
    }

    private Repository.Decision<Grant, TokenOutcome> redeemed(
            CodeRedemption.Outcome.Redeemed redeemed,
            Repository.Held<Client> client,
            Parameters parameters,
            Minting minting) {
        Grant next = redeemed.next();
        Optional<OAuthFailure> obstacle = life.obstacle(next, parameters);
        if (obstacle.isPresent()) {
            return new Repository.Decision.Leave<>(new TokenOutcome.Refused(obstacle.get(), false));
        }
        life.lengthen(next, client, minting.now());
        return new Repository.Decision.Write<>(
                next,
                next.keptUntil(),
                new TokenOutcome.Issued(life.response(next, redeemed.tokens(), minting.now())));
    }

    private static TokenOutcome refused(String detail) {
        LOG.log(System.Logger.Level.INFO, "code.refused reason={0}", detail);
        return new TokenOutcome.Refused(
                GrantLife.invalidGrant(
                        "the code is not valid for this request; start again at authorization",
                        detail),
                false);
    }
}
