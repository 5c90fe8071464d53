package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks access tokens from this node's near caches: one digest, three look-ups, no asymmetric
 * cryptography. Only where the API key is dead it may take as long as a key check: it is asked
 * about anew when it is due.
 */
final class BearerCheckpoint implements BearerTokens {
    private final String prefix;
    private final NearCache<OpenGrant> grants;
    private final AccessRule rule;
    private final Sealer outer;
    private final KeyRevival revival;
    private final UsageCounts usage;

    BearerCheckpoint(
            String prefix,
            NearCaches near,
            Sealer outer,
            KeyRevival revival,
            UsageCounts usage,
            InstantSource clock) {
        this.prefix = prefix;
        this.grants = near.grants();
        this.rule = new AccessRule(near.clients()::get, near.accounts()::get, clock);
        this.outer = outer;
        this.revival = revival;
        this.usage = usage;
    }

    /** A grant with the API keys that its access tokens opened, by the token's digest. */
    record OpenGrant(Grant grant, Map<Digest, Optional<Secret>> apiKeys) {
        static OpenGrant of(Grant grant) {
            return new OpenGrant(grant, new ConcurrentHashMap<>());
        }
    }

    @Override
    public BearerCheck check(Secret token, ProtectedResource resource) {
        if (!token.reveal().startsWith(prefix)) {
            return refused(BearerProblem.FOREIGN);
        }
        return Credential.parse(token, prefix, Credential.Kind.ACCESS)
                .map(credential ->
                        grant(credential)
                                .map(open -> check(credential, open, resource))
                                .orElseGet(() -> unknown(credential)))
                .map(this::counted)
                .orElseGet(() -> refused(BearerProblem.UNKNOWN));
    }

    /** With the digest that a token of a grant would have cost. */
    private static BearerCheck unknown(Credential token) {
        var _ = token.digest();
        return refused(BearerProblem.UNKNOWN);
    }

    /**
     * What is known of a token's grant. A genuine token that is newer than that was issued by
     * another node just now, and its client does not wait until this one has heard of it.
     */
    private Optional<OpenGrant> grant(Credential token) {
        String id = token.grant().value();
        Optional<OpenGrant> known = grants.get(id);
        if (known.filter(open -> isNewer(token, open.grant())).isEmpty()) {
            return known;
        }
        grants.drop(id);
        return grants.get(id);
    }

    private static boolean isNewer(Credential token, Grant grant) {
        return grant.stage() instanceof Stage.Active active
                && token.generation() > active.refresh().generation()
                && token.genuine(grant.tagKey());
    }

    private BearerCheck counted(BearerCheck check) {
        if (check instanceof BearerCheck.Allowed(Access access)) {
            usage.note(access.grant());
        }
        return check;
    }

    @Override
    public boolean live(GrantId grant) {
        return grants.get(grant.value()).filter(open -> rule.live(open.grant())).isPresent();
    }

    private BearerCheck check(Credential credential, OpenGrant open, ProtectedResource resource) {
        return switch (rule.judge(credential, open.grant())) {
            case AccessRule.Verdict.Good good -> allowHere(credential, open, good, resource);
            case AccessRule.Verdict.KeyDead(AccessRule.Verdict.Good otherwise) ->
                    revived(otherwise, allowHere(credential, open, otherwise, resource));
            case AccessRule.Verdict.Bad(BearerProblem problem) -> refused(problem);
        };
    }

    private BearerCheck revived(AccessRule.Verdict.Good otherwise, BearerCheck check) {
        return switch (check) {
            case BearerCheck.Allowed(Access access) ->
                    revival.onUse(otherwise.account().id(), access)
                            ? check
                            : refused(BearerProblem.KEY_DEAD);
            case BearerCheck.Refused _ -> check;
        };
    }

    /**
     * The account's connector counts beside the URL: configured anew, the same URL may lead to
     * another upstream, which must not get this one's key.
     */
    private BearerCheck allowHere(
            Credential credential,
            OpenGrant open,
            AccessRule.Verdict.Good good,
            ProtectedResource resource) {
        return open.grant().resource().equals(resource.uri())
                        && good.account().connector().equals(resource.connector().id())
                ? allow(credential, open, good, resource)
                : refused(BearerProblem.WRONG_RESOURCE);
    }

    private BearerCheck allow(
            Credential credential,
            OpenGrant open,
            AccessRule.Verdict.Good good,
            ProtectedResource resource) {
        Grant grant = open.grant();
        Stage.Live token = good.access().token();
        return open.apiKeys()
                .computeIfAbsent(token.digest(), _ -> open(credential, grant, token))
                .map(apiKey ->
                        new Access(
                                grant.id(),
                                new AccountId(grant.account()),
                                grant.client(),
                                good.clientName(),
                                resource,
                                good.access().scope(),
                                grant.tools(),
                                good.account().subject().user(),
                                apiKey))
                .<BearerCheck>map(BearerCheck.Allowed::new)
                .orElseGet(() -> refused(BearerProblem.UNKNOWN));
    }

    private Optional<Secret> open(Credential credential, Grant grant, Stage.Live token) {
        return Custody.unwrap(token.wrap(), credential, outer)
                .flatMap(privateKey -> grant.custody().open(privateKey, grant.id(), outer));
    }

    private static BearerCheck refused(BearerProblem problem) {
        return new BearerCheck.Refused(problem);
    }
}
