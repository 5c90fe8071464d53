package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.DeadKey;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.UserIdTrust;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Offers the owner of a key that was just accepted to use it in place of dead ones of theirs. Only
 * an owner whom the upstream named at this sign-in is offered anything, and only what is theirs.
 */
record ReplacementOffer(DeadKeys deadKeys, KeyReplacement replacement, Repository<Grant> grants) {
    /** What there is to replace; null when nothing is. */
    @Nullable DeadKey of(Connector connector, Secret apiKey, @Nullable UserId owner, Instant now) {
        List<Account> dead = dead(connector, apiKey, owner, now);
        long connections = dead.stream().mapToLong(account -> connections(account, now)).sum();
        return dead.stream()
                .flatMap(account -> Stream.ofNullable(account.keyDeadSince()))
                .max(Comparator.naturalOrder())
                .map(since -> new DeadKey(since, connections))
                .orElse(null);
    }

    /** Replaces what there is to replace now; can be repeated when it was interrupted. */
    void accept(Connector connector, Secret apiKey, @Nullable UserId owner, Instant now) {
        for (Account account : dead(connector, apiKey, owner, now)) {
            replacement.replace(account, apiKey);
        }
    }

    /** Accounts that nobody is connected with are left to end. */
    private List<Account> dead(
            Connector connector, Secret apiKey, @Nullable UserId owner, Instant now) {
        return owner == null || connector.userIdTrust() != UserIdTrust.NAMED_BY_UPSTREAM
                ? List.of()
                : deadKeys.of(connector.id(), owner, apiKey).stream()
                        .filter(account -> connections(account, now) > 0)
                        .toList();
    }

    private long connections(Account account, Instant now) {
        return account.grants().stream()
                .flatMap(id -> grants.find(id).stream())
                .map(Repository.Held::value)
                .filter(grant -> grant.epoch() == account.epoch())
                .filter(grant ->
                        grant.stage() instanceof Stage.Active active
                                && !Ends.over(active.ends(), now))
                .count();
    }
}
