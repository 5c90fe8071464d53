package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.ClientId;
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
        for (Stage.Access access : active.access()) {
            if (access.token().digest().matches(digest)) {
                return check(credential, open, access, resource);
            }
        }
        return refused(BearerProblem.UNKNOWN);
    }

    private BearerCheck check(
            Credential credential,
            OpenGrant open,
            Stage.Access access,
            ProtectedResource resource) {
        Stage.Live token = access.token();
        Instant now = clock.instant();
        Grant grant = open.grant();
        if (Ends.over(token.ends(), now)) {
            return refused(BearerProblem.EXPIRED);
        }
        if (!grant.resource().equals(resource.uri())) {
            return refused(BearerProblem.WRONG_RESOURCE);
        }
        Optional<String> client = clientName(grant.client());
        Optional<Account> account = near.accounts().get(grant.account());
        if (client.isEmpty() || account.isEmpty() || account.get().epoch() != grant.epoch()) {
            return refused(BearerProblem.REVOKED);
        }
        if (account.get().keyDeadSince() != null) {
            return refused(BearerProblem.KEY_DEAD);
        }
        return open.apiKeys()
                .computeIfAbsent(token.digest(), _ -> open(credential, grant, token))
                .map(apiKey ->
                        new Access(
                                grant.id(),
                                grant.client(),
                                client.get(),
                                resource,
                                access.scope(),
                                account.get().subject().user(),
                                apiKey))
                .<BearerCheck>map(BearerCheck.Allowed::new)
                .orElseGet(() -> refused(BearerProblem.UNKNOWN));
    }

    private Optional<Secret> open(Credential credential, Grant grant, Stage.Live token) {
        return Custody.unwrap(token.wrap(), credential, outer)
                .flatMap(privateKey -> grant.custody().open(privateKey, grant.id(), outer));
    }

    /** Empty when the client is gone; one with a document of its own is never gone from here. */
    private Optional<String> clientName(ClientId client) {
        return client.isUrl()
                ? Optional.of(client.host())
                : near.clients().get(client.value()).map(Client::displayName);
    }

    private static BearerCheck refused(BearerProblem problem) {
        return new BearerCheck.Refused(problem);
    }
}
