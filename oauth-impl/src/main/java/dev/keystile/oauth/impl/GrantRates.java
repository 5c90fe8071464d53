package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.Secret;
import java.util.List;
import java.util.Optional;

/**
 * How often one grant may ask for tokens. The id in a code or token says which it is before it is
 * known to be a good one: ids are random and shown to nobody but the grant's own client.
 */
record GrantRates(RateLimiter limiter, String prefix) {
    /** The ruling on one request too many. */
    Optional<Ruling> tooMany(GrantType type, Parameters parameters) {
        return grant(type, parameters).flatMap(this::tooMany);
    }

    private Optional<Ruling> tooMany(GrantId grant) {
        Charge charge = new Charge(LimitRule.TOKEN_GRANT, grant.value());
        return limiter.refusal(List.of(charge)).map(limit -> Ruling.tooMany(limit, grant));
    }

    private Optional<GrantId> grant(GrantType type, Parameters parameters) {
        Secret credential =
                switch (type) {
                    case AUTHORIZATION_CODE -> parameters.secret("code");
                    case REFRESH_TOKEN -> parameters.secret("refresh_token");
                };
        return Optional.ofNullable(credential)
                .flatMap(value -> Credential.parse(value, prefix))
                .map(Credential::grant);
    }
}
