package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Gives all clients of an account a new API key: it is sealed to each live grant's public key,
 * which needs none of their tokens, so every client stays connected. One compare-and-set for each
 * grant; interrupted half-way it can simply be repeated. Those who sign in with the former key
 * meanwhile get the new one, too, or another account ({@link GrantIssue}).
 */
record KeyReplacement(Repositories repositories, GrantLife life, Observer observer) {
    private static final System.Logger LOG = System.getLogger(KeyReplacement.class.getName());

    /** How many grants have the new key now. */
    int replace(Account account, Secret apiKey) {
        Instant now = life.clock().instant();
        Set<String> sealed = new HashSet<>();
        seal(account, apiKey, sealed);
        life.accounts().rekey(account, apiKey, now);
        seal(account, apiKey, sealed);
        int replaced = sealed.size();
        LOG.log(
                System.Logger.Level.INFO,
                "key.replaced connector={0} grants={1}",
                account.connector(),
                Integer.toString(replaced));
        observer.note(
                new Event.KeyReplaced(account.connector(), new AccountId(account.id()), replaced));
        return replaced;
    }

    /** Seals the key to all live grants of an account but those to which it is sealed already. */
    private void seal(Account account, Secret apiKey, Set<String> sealed) {
        for (String grant : life.accounts().grants(account.id())) {
            if (!sealed.contains(grant) && seal(grant, apiKey)) {
                sealed.add(grant);
            }
        }
    }

    private boolean seal(String grant, Secret apiKey) {
        return repositories.grants().update(grant, found -> seal(found, apiKey)).orElse(false);
    }

    private Repository.Decision<Grant, Boolean> seal(Grant grant, Secret apiKey) {
        if (grant.stage() instanceof Stage.Revoked) {
            return new Repository.Decision.Leave<>(false);
        }
        Custody resealed =
                grant.custody().resealed(apiKey, grant.id(), life.outer(), life.random());
        Grant next = grant.with(resealed, grant.stage());
        return new Repository.Decision.Write<>(next, next.keptUntil(), true);
    }
}
