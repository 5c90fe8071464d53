package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.ToolPolicy;
import java.time.Duration;
import java.time.Instant;

/**
 * An authorization grant: what one person allowed one client at one resource, and the stage it is
 * in.
 *
 * @param clientMethod how the client had to authenticate at consent; it never gets away with less
 * @param epoch the account's epoch at consent; the grant lives only while they are equal
 * @param resource the one resource its tokens fit
 * @param tools which tools the person allowed, whatever the scope says beside it
 * @param tagKey the key of its credentials' tags, 32 random bytes
 */
record Grant(
        GrantId id,
        String account,
        long epoch,
        ClientId client,
        AuthMethod clientMethod,
        String resource,
        Scope scope,
        ToolPolicy tools,
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

    /** Whether the client has to prove itself no less than at consent. */
    boolean acceptsMethodOf(Client asking) {
        return asking.method().strictness() >= clientMethod.strictness();
    }

    Grant in(Stage next) {
        return with(custody, next);
    }

    /** The end of it: no credential works and the API key is erased. */
    Grant revoked(Stage.Revoked.Reason reason, Instant now) {
        return with(custody.erased(), new Stage.Revoked(reason, now, stage.ends()));
    }

    Grant with(Custody held, Stage next) {
        return with(tools, held, next);
    }

    /** The grant with other tools. */
    Grant with(ToolPolicy chosen) {
        return with(chosen, custody, stage);
    }

    private Grant with(ToolPolicy chosen, Custody held, Stage next) {
        return new Grant(
                id,
                account,
                epoch,
                client,
                clientMethod,
                resource,
                scope,
                chosen,
                tagKey,
                held,
                next,
                createdAt);
    }
}
