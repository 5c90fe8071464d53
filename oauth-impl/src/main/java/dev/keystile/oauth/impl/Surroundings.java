package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.IdentityProvider;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.api.spi.Store;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization server is put into.
 *
 * @param provider where people may sign in with an identity; null when nobody may
 * @param fetcher the way to strangers' documents; closed with the server
 * @param clock read at every request
 * @param ticker tells how much time passes, whatever the clock is set to
 * @param random cryptographically strong and safe for use by many threads
 */
record Surroundings(
        Store store,
        ApiKeyVerifier verifier,
        RateLimiter limiter,
        Observer observer,
        @Nullable IdentityProvider provider,
        DocumentFetcher fetcher,
        InstantSource clock,
        Ticker ticker,
        SecureRandom random) {}
