package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks access tokens from this node's near caches: one digest, three look-ups, no asymmetric
 * cryptography.
 */
final class BearerCheckpoint implements BearerTokens {
    private final String prefix;
    private final NearCaches near;
    private final Sealer outer;
    private final InstantSource clock;

    BearerCheckpoint(String prefix, NearCaches near, Sealer outer, InstantSource clock) {
        this.prefix = prefix;
        this.near = near;
        this.outer = outer;
        this.clock = clock;
    }

    /** A grant with the API keys that its access tokens opened, by the token's digest. */
    record OpenGrant(Grant grant, Map<Digest, Optional<Secret>> apiKeys) {
        static OpenGrant of(Grant grant) {
            return new OpenGrant(grant, new ConcurrentHashMap<>());
        }
    }

    @Override
    public BearerCheck check(Secret token, ProtectedResource resource) {
        return Credential.parse(token, prefix, Credential.Kind.ACCESS)
                .flatMap(credential ->
                        near.grants()
                                .get(credential.grant().value())
                                .map(open -> check(credential, open, resource)))
                .orElseGet(() -> refused(BearerProblem.UNKNOWN));
    }

    private BearerCheck check(Credential credential, OpenGrant open, ProtectedResource resource) {
        return switch (open.grant().stage()) {
            case Stage.Active active -> check(credential, open, active, resource);
            case Stage.AwaitingExchange _ -> refused(BearerProblem.UNKNOWN);
            case Stage.Revoked _ -> refused(BearerProblem.REVOKED);
        };
    }

    private BearerCheck check(
            Credential credential,
            OpenGrant open,
            Stage.Active active,
            ProtectedResource resource) {
        Digest digest = credential.digest();
        for (Stage.Live token : active.access()) {
            if (token.digest().matches(digest)) {
                return check(credential, open, token, resource);
            }
        }
        return refused(BearerProblem.UNKNOWN);
    }

    private BearerCheck check(
            Credential credential, OpenGrant open, Stage.Live token, ProtectedResource resource) {
        Instant now = clock.instant();
        Grant grant = open.grant();
        if (Ends.over(token.ends(), now)) {
            return refused(BearerProblem.EXPIRED);
        }
        if (!grant.resource().equals(resource.uri())) {
            return refused(BearerProblem.WRONG_RESOURCE);
        }
        Optional<Client> client = near.clients().get(grant.client().value());
        Optional<Account> account = near.accounts().get(grant.account());
        if (client.isEmpty() || account.isEmpty() || account.get().epoch() != grant.epoch()) {
            return refused(BearerProblem.REVOKED);
        }
        if (account.get().keyDeadSince() != null) {
            return refused(BearerProblem.KEY_DEAD);
        }
        return open.apiKeys()
                .computeIfAbsent(token.digest(), _ -> open(credential, grant, token))
                .map(apiKey -> allowed(grant, client.get(), account.get(), resource, apiKey))
                .orElseGet(() -> refused(BearerProblem.UNKNOWN));
    }

    private Optional<Secret> open(Credential credential, Grant grant, Stage.Live token) {
        return Custody.unwrap(token.wrap(), credential, outer)
                .flatMap(privateKey -> grant.custody().open(privateKey, grant.id(), outer));
    }

    private static BearerCheck allowed(
            Grant grant,
            Client client,
            Account account,
            ProtectedResource resource,
            Secret apiKey) {
        return new BearerCheck.Allowed(
                new Access(
                        grant.id(),
                        client.id(),
                        client.displayName(),
                        resource,
                        grant.scope(),
                        account.subject().user(),
                        apiKey));
    }

    private static BearerCheck refused(BearerProblem problem) {
        return new BearerCheck.Refused(problem);
    }
}
