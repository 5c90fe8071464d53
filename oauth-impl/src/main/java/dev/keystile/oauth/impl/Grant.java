package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Scope;
import java.time.Duration;
import java.time.Instant;

/**
 * An authorization grant: what one person allowed one client at one resource, and the stage it is
 * in.
 *
 * @param epoch the account's epoch at consent; the grant lives only while they are equal
 * @param resource the one resource its tokens fit
 * @param tagKey the key of its credentials' tags, 32 random bytes
 */
record Grant(
        GrantId id,
        String account,
        long epoch,
        ClientId client,
        String resource,
        Scope scope,
        Bytes tagKey,
        Custody custody,
        Stage stage,
        Instant createdAt) {
    private static final Duration KEPT_LONGER = Duration.ofMinutes(10);

    /**
     * How long the store should keep it: a little past its end, so that late comers are told apart
     * from noise.
     */
    Instant keptUntil() {
        return stage.ends().plus(KEPT_LONGER);
    }

    Grant in(Stage next) {
        return new Grant(
                id, account, epoch, client, resource, scope, tagKey, custody, next, createdAt);
    }

    /** The end of it: no credential works and the API key is erased. */
    Grant revoked(Stage.Revoked.Reason reason, Instant now) {
        Stage end = new Stage.Revoked(reason, now, stage.ends());
        return new Grant(
                id,
                account,
                epoch,
                client,
                resource,
                scope,
                tagKey,
                custody.erased(),
                end,
                createdAt);
    }
}
