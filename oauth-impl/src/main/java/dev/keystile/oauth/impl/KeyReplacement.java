package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import java.time.Instant;

/**
 * Gives all clients of an account a new API key: it is sealed to each live grant's public key,
 * which needs none of their tokens, so every client stays connected. One compare-and-set for each
 * grant; interrupted half-way it can simply be repeated.
 */
record KeyReplacement(Repositories repositories, GrantLife life, Observer observer) {
    private static final System.Logger LOG = System.getLogger(KeyReplacement.class.getName());

    /** How many grants have the new key now. */
    int replace(Account account, Secret apiKey) {
        Instant now = life.clock().instant();
        int replaced = 0;
        for (String grant : life.accounts().grants(account.id())) {
            replaced += repositories.grants().update(grant, found -> seal(found, apiKey)).orElse(0);
        }
        life.accounts().rekey(account, apiKey, now);
        LOG.log(
                System.Logger.Level.INFO,
                "key.replaced connector={0} grants={1}",
                account.connector(),
                Integer.toString(replaced));
        observer.note(
                new Event.KeyReplaced(account.connector(), new AccountId(account.id()), replaced));
        return replaced;
    }

    private Repository.Decision<Grant, Integer> seal(Grant grant, Secret apiKey) {
        if (grant.stage() instanceof Stage.Revoked) {
            return new Repository.Decision.Leave<>(0);
        }
        Custody resealed =
                grant.custody().resealed(apiKey, grant.id(), life.outer(), life.random());
        Grant next = grant.with(resealed, grant.stage());
        return new Repository.Decision.Write<>(next, next.keptUntil(), 1);
    }
}
