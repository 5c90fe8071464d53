package dev.keystile.oauth.impl;

/** The near caches of what a bearer check rests on. */
record NearCaches(
        NearCache<BearerCheckpoint.OpenGrant> grants,
        NearCache<Account> accounts,
        NearCache<Client> clients) {}
