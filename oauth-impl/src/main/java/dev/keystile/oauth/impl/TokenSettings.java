package dev.keystile.oauth.impl;

import java.time.Duration;
import java.time.Instant;

/**
 * Prefix and lifetimes of codes and tokens.
 *
 * @param prefix how every code and token begins; visible ASCII of the token68 alphabet, so that a
 *     leaked one is recognised
 * @param codeLifetime more than zero, at most 10 minutes (RFC 6749 section 4.1.2)
 * @param codeRepeat how long a fully valid second use of a code counts as a retry and revokes
 *     nothing; zero is strict
 * @param refreshLifetime from the last use on
 * @param grantLifetime how long a client stays connected at most, from consent on, however often it
 *     refreshes; zero for no limit
 * @param refreshGrace how long a rotated refresh token gets its own successors again; zero is
 *     strict
 */
public record TokenSettings(
        String prefix,
        Duration codeLifetime,
        Duration codeRepeat,
        Duration accessLifetime,
        Duration refreshLifetime,
        Duration grantLifetime,
        Duration refreshGrace) {
    private static final Duration MAX_CODE_LIFETIME = Duration.ofMinutes(10);

    /** The defaults: 60 s, 10 s, 1 h, 30 d, no limit, 60 s. */
    public static final TokenSettings DEFAULT =
            new TokenSettings(
                    "jean_oauth_",
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    Duration.ofHours(1),
                    Duration.ofDays(30),
                    Duration.ZERO,
                    Duration.ofSeconds(60));

    /** Checks the ranges. */
    public TokenSettings {
        require(
                prefix.matches("[A-Za-z0-9._~+/-]{0,32}"),
                "tokens.prefix",
                "at most 32 of A-Z a-z 0-9 . _ ~ + / -");
        require(positive(codeLifetime), "tokens.code-lifetime", "more than zero");
        require(
                codeLifetime.compareTo(MAX_CODE_LIFETIME) <= 0,
                "tokens.code-lifetime",
                "at most 10 minutes");
        require(!codeRepeat.isNegative(), "tokens.code-repeat", "zero or more");
        require(positive(accessLifetime), "tokens.access-lifetime", "more than zero");
        require(
                refreshLifetime.compareTo(accessLifetime) >= 0,
                "tokens.refresh-lifetime",
                "at least the access lifetime");
        require(
                grantLifetime.isZero() || grantLifetime.compareTo(accessLifetime) >= 0,
                "tokens.grant-lifetime",
                "zero, or at least the access lifetime");
        require(!refreshGrace.isNegative(), "tokens.refresh-grace", "zero or more");
        require(
                refreshGrace.compareTo(accessLifetime) < 0,
                "tokens.refresh-grace",
                "less than the access lifetime");
    }

    /** An end, but not past the grant's own. */
    Instant within(Grant grant, Instant ends) {
        Instant last = grant.createdAt().plus(grantLifetime);
        return grantLifetime.isZero() || ends.isBefore(last) ? ends : last;
    }

    private static boolean positive(Duration duration) {
        return duration.isPositive();
    }

    private static void require(boolean condition, String key, String expected) {
        if (!condition) {
            throw new IllegalArgumentException(key + ": expected " + expected);
        }
    }
}
